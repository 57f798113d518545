"""Everything that changes patients and their records, one function each."""

from .authors import Author
from .chart import add_item, change_item
from .codes import load_codes
from .documents import announce_document, complete_document, forget_documents
from .duplicates import compare_some, dismiss_duplicate, find_duplicates, reopen_duplicate
from .importing import import_bundle, import_rows
from .merging import merge_patients, undo_patient_merge
from .notes import add_addendum, change_note, discard_note, restore_note, sign_note, write_note
from .registration import archive_patient, change_patient, register_patient, unarchive_patient
from .undoing import undo_import
from .visits import follow_visit
from .wording import add_wording, change_wording, remove_wording

__all__ = [
    "Author", "add_addendum", "add_item", "add_wording", "announce_document", "archive_patient", "change_item",
    "change_note", "change_patient", "change_wording", "compare_some", "complete_document", "discard_note",
    "dismiss_duplicate", "find_duplicates", "follow_visit", "forget_documents", "import_bundle", "import_rows",
    "load_codes", "merge_patients", "register_patient", "remove_wording", "reopen_duplicate", "restore_note",
    "sign_note", "unarchive_patient", "undo_import", "undo_patient_merge", "write_note",
]  # fmt: skip
