"""Everything that only looks at patients and their records."""

from .chart import get_note, get_trend, list_items, list_notes, list_unsigned, list_wording
from .codes import list_codes
from .documents import get_document, list_abandoned, list_documents
from .duplicates import list_duplicates
from .exporting import get_whole_record, list_whole_records
from .history import get_item_history
from .importing import get_import, list_imports
from .patients import get_patient, get_patient_statistics, get_record
from .search import list_patients

__all__ = [
    "get_document", "get_import", "get_item_history", "get_note", "get_patient", "get_patient_statistics",
    "get_record", "get_trend", "get_whole_record", "list_abandoned", "list_codes", "list_documents",
    "list_duplicates", "list_imports", "list_items", "list_notes", "list_patients", "list_unsigned",
    "list_whole_records", "list_wording",
]  # fmt: skip
