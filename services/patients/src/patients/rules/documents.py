"""Documents: what may be kept, told by its content, and a name that is only a name."""

import io
import re
import zipfile
from datetime import timedelta

from clinic_common.errors import Conflict, Invalid, NotFound

UPLOAD_FOR = timedelta(minutes=15)
DOWNLOAD_FOR = timedelta(seconds=60)
ABANDONED_AFTER = timedelta(days=1)


class DocumentNotFound(NotFound):
    """There is no such document."""


class DocumentLinkInvalid(NotFound):
    """This link is not valid, or no longer; ask for a new one."""


class DocumentTooLarge(Invalid):
    """This document is too large."""


class DocumentTypeRefused(Invalid):
    """This is not a kind of file that can be kept here."""


class DocumentMistyped(Invalid):
    """This file is not what it says it is."""


class DocumentIncomplete(Conflict):
    """Not all of this document has arrived; send it again."""


class DocumentAlreadyComplete(Conflict):
    """This document is complete and no longer changes."""


EXTENSIONS = {
    "application/pdf": ("pdf",),
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "image/tiff": ("tif", "tiff"),
    "text/plain": ("txt", "csv", "md", "log"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ("docx",),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ("xlsx",),
}
"""What is kept, and how the names of such files end."""
_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
)
_OFFICE = {
    b"wordprocessingml.document.main+xml": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    b"spreadsheetml.sheet.main+xml": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_MARKUP = re.compile(r"<(?:!doctype|html|head|body|svg|script|iframe|object|embed|\?xml|\?php)\b|^#!", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_UNSAYABLE = re.compile(r'[\x00-\x1f\x7f<>:"|?*/\\\u200e\u200f\u202a-\u202e\u2066-\u2069]')
_SAYS_NOTHING = {"", "application/octet-stream"}
_MOST_UNPACKED, _MOST_PARTS = 250_000_000, 5_000


def kind_of(content: bytes) -> str:
    """
    Say what a file is, by its content alone (P15).

    :raises DocumentTypeRefused: nothing that is kept: markup and scripts, programs, archives, macros, zip bombs
    """
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DocumentTypeRefused() from None
    if not text.strip() or _MARKUP.search(text) or _CONTROLS.search(text):
        raise DocumentTypeRefused()
    return "text/plain"


def _office(content: bytes) -> str:
    """What an OOXML package says it is; looked at without unpacking more than its list of types."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise DocumentTypeRefused("This file unpacks to far more than it should.")
            if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
                raise DocumentTypeRefused("Documents with macros are not kept here.")
            with package.open("[Content_Types].xml") as types:
                said = types.read(1_000_000)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, RuntimeError, NotImplementedError, EOFError):
        raise DocumentTypeRefused() from None
    except Exception as error:  # zlib.error and what else broken packages raise
        if isinstance(error, DocumentTypeRefused):
            raise
        raise DocumentTypeRefused() from None
    found = next((kind for mark, kind in _OFFICE.items() if mark in said), None)
    if found is None or b"macroEnabled" in said:
        raise DocumentTypeRefused()
    return found


def must_be_what_it_says(found: str, declared: str) -> None:
    """
    P15: insist that a file is of the kind it was announced as, if it was announced as any.

    :raises DocumentMistyped: it lies
    """
    told = declared.partition(";")[0].strip().lower()
    same = told == found or (found == "text/plain" and told in ("text/csv", "text/markdown"))
    if told not in _SAYS_NOTHING and not same:
        raise DocumentMistyped(f"It was announced as {told[:100]}, but it is {found}.", field="content_type")


def clean_filename(name: str, *, kind: str | None = None) -> str:
    """
    Give the name of a file as a name only: no path, nothing a system or a reader stumbles over.

    :param kind: what the file is, once that is known: its name then ends accordingly
    """
    last = re.split(r"[/\\]", name)[-1]
    bare = _UNSAYABLE.sub("_", last).strip(". _") or "document"
    stem, dot, ending = bare.rpartition(".")
    if kind and (not dot or ending.lower() not in EXTENSIONS[kind]):
        stem, ending = bare, EXTENSIONS[kind][0]
    elif not dot:
        return bare[:150]
    return f"{stem[: 149 - len(ending[:20])]}.{ending[:20]}"


def must_be_small(size: int, *, limit: int) -> None:
    """
    P15: insist on the size limit.

    :raises DocumentTooLarge: it is larger
    """
    if size > limit:
        raise DocumentTooLarge(f"At most {limit} bytes can be kept, this has {size}.", field="size")
