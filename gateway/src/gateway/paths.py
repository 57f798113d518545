"""Reading request paths: what a path says exactly, or that it says nothing sensible, and which row it means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

from clinic_common.errors import Refusal

from .access import Row

_PLAIN = re.compile(rb"^(?:/(?!\.\.?(?:/|$))[A-Za-z0-9._~!$&'()*+,;=:@-]+)+$")
_BAD_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\Z")
_SAFE = "-._~!$&'()*+,;=:@"
LONGEST = 4_000
"""Bytes of a path, and of a query, that are still read."""


class BadPath(Refusal):
    """The address cannot be read."""

    status = 400


class TooLong(Refusal):
    """The address is too long."""

    status = 414


@dataclass(frozen=True, slots=True)
class Path:
    """
    A path that was understood.

    :param segments: percent-decoded, none of them empty, a dot segment, or with a slash inside
    :param raw: the same, encoded in the one way it is passed on
    """

    segments: tuple[str, ...]
    raw: bytes


def read(raw: bytes) -> Path | None:
    """
    Understand a raw path; None is a path that can name nothing here (`..`, `//`, a trailing slash).

    What was matched is what is passed on, byte for byte, so no service reads the path another way.

    :raises BadPath: broken percent-encoding, no UTF-8, control characters, a backslash
    :raises TooLong: see `LONGEST`
    """
    if len(raw) > LONGEST:
        raise TooLong()
    if _PLAIN.match(raw):
        return Path(tuple(raw[1:].decode("ascii").split("/")), raw)
    if raw == b"/":
        return Path((), raw)
    if not raw.startswith(b"/") or _BAD_ESCAPE.search(raw):
        raise BadPath()
    try:
        segments = tuple(unquote_to_bytes(part).decode() for part in raw[1:].split(b"/"))
    except UnicodeDecodeError as error:
        raise BadPath() from error
    if any(character < " " or character in "\\\x7f" for segment in segments for character in segment):
        raise BadPath()
    if any(segment in ("", ".", "..") or "/" in segment for segment in segments):
        return None
    return Path(segments, b"".join(b"/" + quote(segment, safe=_SAFE).encode() for segment in segments))


@dataclass(slots=True)
class _Node:
    static: dict[str, "_Node"] = field(default_factory=dict)
    suffixed: list[tuple[str, "_Node"]] = field(default_factory=list)
    id: "_Node | None" = None
    parameter: "_Node | None" = None
    rows: dict[str, Row] = field(default_factory=dict)


class Routes:
    """
    The role table as a tree of segments; a fixed segment goes before a parameter.

    An id is a UUID and nothing else, so no word in its place can lead to another route of the service.
    """

    def __init__(self, table: Iterable[Row]) -> None:
        self._root = _Node()
        for row in table:
            node = self._root
            for segment in row.path.strip("/").split("/"):
                node = self._child(node, segment)
            if row.method in node.rows:
                raise ValueError(f"{row.method} {row.path} is in the role table twice")
            node.rows[row.method] = row

    @staticmethod
    def _child(node: _Node, segment: str) -> _Node:
        if not segment.startswith("{"):
            return node.static.setdefault(segment, _Node())
        name, _, suffix = segment[1:].partition("}")
        if suffix:
            known = next((child for known, child in node.suffixed if known == suffix), None)
            if known is None:
                known = _Node()
                node.suffixed.append((suffix, known))
            return known
        if name.endswith("_id"):
            node.id = node.id or _Node()
            return node.id
        node.parameter = node.parameter or _Node()
        return node.parameter

    def at(self, segments: tuple[str, ...]) -> dict[str, Row]:
        """The rows of a path by method; empty if there is no such path."""
        return self._at(self._root, segments, 0)

    def _at(self, node: _Node, segments: tuple[str, ...], index: int) -> dict[str, Row]:
        if index == len(segments):
            return node.rows
        segment = segments[index]
        if (child := node.static.get(segment)) and (found := self._at(child, segments, index + 1)):
            return found
        if node.id and _ID.match(segment):
            return self._at(node.id, segments, index + 1)
        for suffix, child in node.suffixed:
            if len(segment) > len(suffix) and segment.endswith(suffix):
                return self._at(child, segments, index + 1)
        return self._at(node.parameter, segments, index + 1) if node.parameter else {}
