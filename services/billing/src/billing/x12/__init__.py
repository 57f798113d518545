"""X12: reads remittances (835) and acknowledgements (999, 277CA), writes professional claims (837P). Pure, no I/O."""

from .acknowledgement import Result, read_acknowledgements
from .arriving import read_any
from .claim837 import receiver_of, write_837p
from .reader import Refused, Segment, read_sets
from .remittance835 import Remittance, read_remittances

__all__ = [
    "Refused",
    "Remittance",
    "Result",
    "Segment",
    "read_acknowledgements",
    "read_any",
    "read_remittances",
    "read_sets",
    "receiver_of",
    "write_837p",
]
