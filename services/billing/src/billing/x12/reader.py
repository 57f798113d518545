"""
Reads X12 segment by segment from chunks of bytes: any legal separators, checked envelopes, bounded memory.

Source of the rules: the control structure of ASC X12 (ISA to IEA, release 005010): separators are told by the
fixed-width ISA; SE, GE and IEA repeat the control numbers of what they close and count what they enclose.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

MAX_BYTES = 32 * 1024 * 1024
MAX_SEGMENT = 4_096
MAX_ELEMENTS = 100
MAX_SEGMENTS = 1_000_000
_ISA_LENGTH = 106
_ISA_PLACES = (3, 6, 17, 20, 31, 34, 50, 53, 69, 76, 81, 83, 89, 99, 101, 103)
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NAME = re.compile(r"[A-Z][A-Z0-9]{1,2}")


class Refused(ValueError):
    """What was sent is no X12 we can trust; `segment` counts from 1, `position` are bytes from the beginning."""

    def __init__(self, why: str, *, segment: int, position: int) -> None:
        super().__init__(f"Segment {segment}, byte {position}: {why}")
        self.why, self.segment, self.position = why, segment, position


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name, its elements, and where it stood."""

    number: int
    position: int
    elements: tuple[str, ...]
    component: str
    repetition: str | None = None

    @property
    def name(self) -> str:
        """The segment identifier, such as `CLP`."""
        return self.elements[0]

    def __getitem__(self, place: int) -> str:
        """The element at a place, counted as X12 does from 1; empty when it is not there."""
        return self.elements[place].strip() if place < len(self.elements) else ""

    def code(self, place: int) -> str:
        """A code at a place: small letters are read as capitals."""
        return self[place].upper()

    def parts(self, place: int) -> list[str]:
        """The components of a composite element."""
        return self[place].split(self.component)

    def refused(self, why: str) -> Refused:
        """The refusal of this segment."""
        return Refused(why, segment=self.number, position=self.position)


@dataclass(frozen=True)
class _Separators:
    element: bytes
    component: bytes
    terminator: bytes
    repetition: bytes | None = None


class _Source:
    """Bytes with a bounded look ahead."""

    def __init__(self, chunks: Iterable[bytes], limit: int) -> None:
        self._chunks, self._limit = iter(chunks), limit
        self._buffer, self.position, self._read = bytearray(), 0, 0
        self._start = 0
        self.ended = False
        self.number = 0

    def refused(self, why: str) -> Refused:
        return Refused(why, segment=self.number + 1, position=self.position)

    def _more(self) -> bool:
        if self.ended:
            return False
        if self._start:
            del self._buffer[: self._start]
            self._start = 0
        for chunk in self._chunks:
            if not chunk:
                continue
            self._read += len(chunk)
            if self._read > self._limit:
                raise self.refused(f"the file is larger than {self._limit} bytes")
            self._buffer += chunk
            return True
        self.ended = True
        return False

    def look(self, length: int) -> bytes:
        """The next bytes, without taking them."""
        while len(self._buffer) - self._start < length and self._more():
            continue
        return bytes(self._buffer[self._start : self._start + length])

    def take(self, length: int) -> bytes:
        taken = bytes(self._buffer[self._start : self._start + length])
        self._start += length
        self.position += length
        return taken

    def skip_space(self) -> None:
        while (head := self.look(64)) and (space := len(head) - len(head.lstrip(b"\r\n\t \xef\xbb\xbf\x1a"))):
            self.take(space)

    def until(self, terminator: bytes) -> bytes:
        """Take everything up to a terminator, and the terminator."""
        searched = 0
        while (found := self._buffer.find(terminator, self._start + searched)) < 0:
            searched = len(self._buffer) - self._start
            if searched > MAX_SEGMENT:
                raise self.refused(f"the segment is longer than {MAX_SEGMENT} bytes, or not terminated")
            if not self._more():
                raise self.refused("the file ends within a segment that is not terminated")
        if found - self._start > MAX_SEGMENT:
            raise self.refused(f"the segment is longer than {MAX_SEGMENT} bytes")
        taken = self.take(found - self._start)
        self.take(1)
        return taken


def _of_interchange(source: _Source) -> _Separators:
    header = source.look(_ISA_LENGTH)
    if len(header) < _ISA_LENGTH:
        raise source.refused("the interchange header is not complete")
    element, component, terminator = header[3:4], header[104:105], header[105:106]
    if any(header[place : place + 1] != element for place in _ISA_PLACES):
        raise source.refused("the interchange header is not 106 characters wide with 16 elements")
    version, repetition = header[84:89], header[82:83]
    keeps_repetition = version >= b"00402" and not repetition.isalnum() and repetition != b" "
    said = [element, component, terminator, *([repetition] if keeps_repetition else [])]
    if len(set(said)) < len(said) or any(each.isalnum() or each == b" " or each[0] > 126 for each in said):
        raise source.refused("the separators are not four different punctuation marks")
    return _Separators(element, component, terminator, repetition if keeps_repetition else None)


def _of_bare_set(source: _Source) -> _Separators:
    head = source.look(32_768)
    element = head[2:3]
    start = re.match(rb"ST(.)\d{3}\1\w{4,9}(?:\1\w+)?([^\w\s]|\n|\r)", head, re.DOTALL | re.IGNORECASE)
    if not start or not element or element.isalnum():
        raise source.refused("the separators cannot be told without an interchange header")
    composite = re.search(rb"SVC" + re.escape(element) + rb"[A-Z0-9]{2}([^\w\s])", head, re.IGNORECASE)
    component = composite[1] if composite and composite[1] not in (element, start[2]) else b":"
    return _Separators(element, component, start[2])


def _text(raw: bytes) -> str:
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _segment(source: _Source, marks: _Separators) -> Segment:
    position = source.position
    text = _text(source.until(marks.terminator)).rstrip("\r\n")
    # A separator may be a control character; nothing else may be one.
    plain = text
    for mark in (marks.element, marks.component, marks.repetition):
        if mark and mark < b" ":
            plain = plain.replace(mark.decode(), "")
    source.number += 1
    if bad := _CONTROL.search(plain):
        raise Refused(
            f"there is a control character (U+{ord(bad[0]):04X}): this is not text",
            segment=source.number, position=position,
        )  # fmt: skip
    elements = text.split(marks.element.decode())
    elements[0] = elements[0].strip().upper()
    if not _NAME.fullmatch(elements[0]):
        raise Refused("this is no segment: its name is not one", segment=source.number, position=position)
    if len(elements) > MAX_ELEMENTS or source.number > MAX_SEGMENTS:
        raise Refused("there are too many elements or segments", segment=source.number, position=position)
    repetition = marks.repetition.decode() if marks.repetition else None
    return Segment(source.number, position, tuple(elements), marks.component.decode(), repetition)


def _number(segment: Segment, place: int) -> int:
    if not re.fullmatch(r"\d{1,10}", segment[place]):
        raise segment.refused(f"{segment.name}{place:02} is no count")
    return int(segment[place])


def _closes(segment: Segment, count: int, what: str, control: str) -> None:
    if _number(segment, 1) != count:
        raise segment.refused(f"{segment.name} counts {segment[1]} {what}, but there are {count}")
    if segment[2].lstrip("0") != control.lstrip("0"):
        raise segment.refused(f"{segment.name} closes {segment[2]!r}, but {control!r} is open")


def read_sets(
    chunks: Iterable[bytes],
    *,
    kinds: Iterable[str],
    envelope_optional: bool = False,
    limit: int = MAX_BYTES,
    notes: list[str] | None = None,
) -> Iterator[Segment]:
    """
    Read the transaction sets of a file, segment by segment from ST to SE, with their envelopes checked.

    Outside an envelope, which is accepted only if asked for, a wrong count of segments becomes a note.

    :param chunks: the file in parts of any size; no more than a segment and a part are held at once
    :param kinds: the transaction sets expected, such as `835`
    :param notes: takes what a person should know
    :raises Refused: anything that is not as it must be, with the segment and where it stood
    """
    source, expected = _Source(chunks, limit), set(kinds)
    marks: _Separators | None = None
    interchange = group = opened = None
    groups = sets = count = seen = 0
    while True:
        source.skip_space()
        if interchange is None and opened is None:
            head = source.look(3).upper()
            if not head:
                break
            if head == b"ISA":
                marks = _of_interchange(source)
            elif not envelope_optional:
                raise source.refused("there is no interchange header (ISA)")
            elif head[:2] == b"ST":
                marks = _of_bare_set(source)
            elif marks is None or seen == 0:
                raise source.refused("this begins with neither an interchange (ISA) nor a transaction set (ST)")
        assert marks is not None
        if not source.look(1):
            missing = "SE" if opened else "GE" if group else "IEA"
            raise source.refused(f"the file ends before {missing}")
        segment = _segment(source, marks)
        name = segment.name
        if name == "ISA":
            if interchange or opened:
                raise segment.refused("an interchange begins within another")
            interchange, groups = segment, 0
        elif name == "GS":
            if group or opened or (interchange is None and not envelope_optional):
                raise segment.refused("a group begins where none can")
            group, sets = segment, 0
        elif name == "ST":
            if opened:
                raise segment.refused("a transaction set begins within another")
            if group is None and (interchange or not envelope_optional):
                raise segment.refused("a transaction set begins outside a group")
            if segment[1] not in expected:
                raise segment.refused(f"a transaction set {segment[1]!r} is not expected here")
            opened, count, seen = segment, 1, seen + 1
            yield segment
        elif name == "SE":
            if opened is None:
                raise segment.refused("a transaction set ends that did not begin")
            count += 1
            if interchange is None and segment[1].isdecimal() and int(segment[1][:10]) != count:
                if notes is not None:
                    notes.append(f"SE counts {segment[1][:10]} segments, but there are {count}.")
            else:
                _closes(segment, count, "segments", opened[2])
            opened, sets = None, sets + 1
            yield segment
        elif name == "GE":
            if group is None or opened:
                raise segment.refused("a group ends that did not begin, or within a transaction set")
            _closes(segment, sets, "transaction sets", group[6])
            group, groups = None, groups + 1
        elif name == "IEA":
            if interchange is None or group or opened:
                raise segment.refused("an interchange ends that did not begin, or within a group")
            _closes(segment, groups, "groups", interchange[13])
            interchange = None
        elif name == "TA1" and interchange and group is None:
            # Says that an interchange of ours arrived; whether it was taken is told by the 999.
            continue
        elif opened is None:
            raise segment.refused(f"{name} stands outside a transaction set")
        else:
            count += 1
            yield segment
    if not seen:
        raise Refused("there is no transaction set in it", segment=source.number, position=source.position)
