"""
FHIR R4 (https://hl7.org/fhir/R4/): bundles read into plain values, and a record written as a bundle.

Pure. P14: what `write_bundle` writes, `read_bundle` reads back as it was.
"""

from .reading import must_be_a_bundle, parse, parse_lines, read_bundle
from .words import BUNDLE_TYPE, LINES_TYPE
from .writing import Whole, dumped, write_bundle, write_lines

__all__ = [
    "BUNDLE_TYPE", "LINES_TYPE", "Whole", "dumped", "must_be_a_bundle", "parse", "parse_lines", "read_bundle",
    "write_bundle", "write_lines",
]  # fmt: skip
