"""Reads acknowledgements: 999 (005010X231A1) of files and the claims in them, 277CA (005010X214) of single claims."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from .reader import MAX_BYTES, Segment, read_sets

MAX_RESULTS = 20_000
_TOLD_AT_MOST = 5
_JUDGED = ("A", "E", "P", "R", "M", "W", "X")
_ACCEPTED = ("A", "E")


@dataclass(frozen=True, slots=True)
class Result:
    """
    What was said about a file or a claim.

    :param reference: the group control number of our file (999), or our claim's control number (277CA)
    :param set_number: which transaction set of the file is meant (999); empty: all of it
    :param payer_claim_number: what the payer calls the claim, if it says so (277CA)
    """

    kind: str
    reference: str
    accepted: bool
    said: str
    set_number: str = ""
    payer_claim_number: str = ""


class _Implementation:
    """Reads a 999: what it says of each transaction set, or of the whole group if it names none."""

    def __init__(self) -> None:
        self.group = self.set_number = ""
        self.errors: list[str] = []
        self.sets = 0

    def take(self, segment: Segment) -> Result | None:
        name = segment.name
        if name == "AK1":
            self.group = segment[2][:20]
        elif name == "AK2":
            self.set_number, self.errors = segment[2][:9], []
        elif name in ("IK3", "IK4") and len(self.errors) < _TOLD_AT_MOST:
            self.errors.append(" ".join(part for part in segment.elements if part)[:80])
        elif name in ("IK5", "AK5"):
            self.sets += 1
            return self._result(segment, self.set_number)
        elif name == "AK9" and not self.sets:
            return self._result(segment, "")
        return None

    def _result(self, segment: Segment, set_number: str) -> Result:
        verdict = segment[1].upper()
        if verdict not in _JUDGED:
            raise segment.refused(f"{segment.name}01 says neither accepted nor rejected")
        said = f"999 {verdict}" + (": " + "; ".join(self.errors) if self.errors else "")
        return Result("999", self.group, verdict in _ACCEPTED, said[:500], set_number)


class _Claims:
    """Reads a 277CA: what it says of each claim."""

    def __init__(self) -> None:
        self.level = self.reference = ""

    def take(self, segment: Segment) -> Result | None:
        if segment.name == "HL":
            self.level, self.reference = segment[3].upper(), ""
        elif self.level == "PT" and segment.name == "TRN":
            self.reference = segment[2][:50]
        elif self.level == "PT" and segment.name == "STC" and self.reference:
            parts = segment.parts(1)
            # Categories A1 and A2 accept; A0 only passes on; A3, A6, A7, A8 and others refuse.
            accepted = parts[0].upper() in ("A0", "A1", "A2") and segment[3].upper() != "U"
            said = f"277CA {':'.join(parts)} {segment[12]}".strip()
            reference, self.reference = self.reference, ""
            return Result("277CA", reference, accepted, said[:500])
        return None


def read_acknowledgements(chunks: Iterable[bytes], *, limit: int = MAX_BYTES) -> list[Result]:
    """
    Read what was accepted and what was not.

    :raises Refused: anything that is not as it must be, with the segment and where it stood
    """
    found: list[Result] = []
    reader: _Implementation | _Claims = _Claims()
    for segment in read_sets(chunks, kinds=("999", "277"), limit=limit):
        if len(found) > MAX_RESULTS:
            raise segment.refused(f"there are more than {MAX_RESULTS} results")
        if segment.name == "ST":
            reader = _Implementation() if segment[1] == "999" else _Claims()
        elif segment.name == "REF" and segment[1].upper() == "1K" and found and found[-1].kind == "277CA":
            found[-1] = replace(found[-1], payer_claim_number=segment[2][:50])
        elif result := reader.take(segment):
            found.append(result)
    return found
