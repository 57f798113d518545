"""X12: reads remittances (835) and acknowledgements (999, 277CA), writes professional claims (837P). Pure, no I/O."""

from .reader import Refused, Segment, read_sets

__all__ = ["Refused", "Segment", "read_sets"]
