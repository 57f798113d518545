"""The tables of patients and their records, and the verbs of one row."""

from .base import Address, Base, Exact
from .chart import ITEMS, Allergy, ChartItem, Consent, Immunization, Item, Medication, Problem, Vital
from .codes import Code, CodeWord
from .documents import Document, OpenDocument
from .duplicates import DuplicatePair, Uncompared
from .history import Change, History, ItemChange, history_guards, plain
from .notes import Addendum, Note, OpenAddendum, OpenNote, guards, open_addenda
from .people import (
    NOBODY,
    Import,
    ImportSource,
    Merge,
    MergeMove,
    NameVariant,
    Patient,
    RecordNumber,
    SearchKey,
    identity_indexes,
    keys_of,
    open_identity,
    person_of,
    seal_identity,
    sort_name,
)  # fmt: skip
from .visits import Visit
from .wording import NoteTemplate, QuickPhrase, Wording

__all__ = [
    "ITEMS", "NOBODY", "Addendum", "Address", "Allergy", "Base", "Change", "ChartItem", "Code", "CodeWord",
    "Consent", "Document", "DuplicatePair", "Exact", "History", "Immunization", "Import", "ImportSource", "Item",
    "ItemChange", "Medication", "Merge", "MergeMove", "NameVariant", "Note", "NoteTemplate", "OpenAddendum",
    "OpenDocument", "OpenNote", "Patient", "Problem", "QuickPhrase", "RecordNumber", "SearchKey", "Uncompared",
    "Visit", "Vital", "Wording", "guards", "history_guards", "identity_indexes", "keys_of", "open_addenda",
    "open_identity", "person_of", "plain", "seal_identity", "sort_name",
]  # fmt: skip
