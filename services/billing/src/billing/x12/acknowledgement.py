"""Reads acknowledgements: 999 (005010X231A1) of whole files, 277CA (005010X214) of single claims."""

from collections.abc import Iterable
from dataclasses import dataclass

from .reader import MAX_BYTES, read_sets

MAX_RESULTS = 20_000


@dataclass(frozen=True, slots=True)
class Result:
    """
    What was said about a file or a claim.

    :param reference: the group control number of our file (999), or our claim's control number (277CA)
    """

    kind: str
    reference: str
    accepted: bool
    said: str


def read_acknowledgements(chunks: Iterable[bytes], *, limit: int = MAX_BYTES) -> list[Result]:
    """
    Read what was accepted and what was not.

    :raises Refused: anything that is not as it must be, with the segment and where it stood
    """
    found: list[Result] = []
    kind = group = reference = ""
    errors: list[str] = []
    level = ""
    for segment in read_sets(chunks, kinds=("999", "277"), limit=limit):
        if len(found) > MAX_RESULTS:
            raise segment.refused(f"there are more than {MAX_RESULTS} results")
        name = segment.name
        if name == "ST":
            kind, group, reference, errors, level = segment[1], "", "", [], ""
        elif kind == "999":
            if name == "AK1":
                group = segment[2][:20]
            elif name in ("IK3", "IK4") and len(errors) < 5:
                errors.append(" ".join(part for part in segment.elements if part)[:80])
            elif name == "AK9":
                if segment[1] not in ("A", "E", "P", "R", "M", "W", "X"):
                    raise segment.refused("AK901 says neither accepted nor rejected")
                accepted = segment[1] in ("A", "E")
                said = f"999 {segment[1]}" + (": " + "; ".join(errors) if errors else "")
                found.append(Result("999", group, accepted, said[:500]))
        elif name == "HL":
            level, reference = segment[3], ""
        elif level == "PT" and name == "TRN":
            reference = segment[2][:50]
        elif level == "PT" and name == "STC" and reference:
            parts = segment.parts(1)
            # Categories beginning A1 and A2 accept; A0 only passes on; A3, A6, A7, A8 and others refuse.
            accepted = parts[0] in ("A0", "A1", "A2") and segment[3] != "U"
            said = f"277CA {':'.join(parts)} {segment[12]}".strip()
            found.append(Result("277CA", reference, accepted, said[:500]))
            reference = ""
    return found
