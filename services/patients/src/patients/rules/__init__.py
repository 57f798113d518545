"""What must always be true of patients and their records; pure: values in, values or an error out."""

from .chart import (
    ITEM_STATUSES,
    SOAP,
    VITALS,
    AlreadySigned,
    AlreadyStruckOut,
    ChartItemNotFound,
    ImplausibleValue,
    NoteIsEmpty,
    NoteNotFound,
    NotSigned,
    NotYourNote,
    PeriodEndsBeforeItBegins,
    UnknownUnit,
    VitalKind,
    WrongKindOfNote,
    must_be_plausible,
    must_end_after_it_began,
    note_hash,
    suits_its_kind,
)
from .demographics import (
    BornInFuture,
    EmptyField,
    PatientNotFound,
    PhoneUnreadable,
    must_be_born,
    normalized_phone,
    record_number,
)
from .matching import LIKELY, Person, Score, block_keys, match_score
from .merging import (
    ImportAlreadyUndone,
    ImportNotFound,
    ImportUnderWay,
    LaterMergeStands,
    MergeAlreadyUndone,
    MergedRecord,
    MergeNotFound,
    MergeWithItself,
    NothingToTake,
    OnlyADryRun,
    SurvivorArchived,
    UnreadableImport,
)
from .names import fold, name_tokens, sound_of
from .search import Key, Part, Question, Span, email_part, keys_of, one_typo_away, phone_part, rank, read_question, typo_spans

__all__ = [
    "ITEM_STATUSES", "LIKELY", "SOAP", "VITALS", "AlreadySigned", "AlreadyStruckOut", "BornInFuture", "ChartItemNotFound",
    "EmptyField", "ImplausibleValue", "ImportAlreadyUndone", "ImportNotFound", "ImportUnderWay", "Key", "LaterMergeStands",
    "MergeAlreadyUndone", "MergeNotFound", "MergeWithItself", "MergedRecord", "NotSigned", "NotYourNote",
    "NoteIsEmpty", "NoteNotFound", "NothingToTake", "OnlyADryRun", "Part", "PatientNotFound",
    "PeriodEndsBeforeItBegins", "Person", "PhoneUnreadable", "Question", "Score", "Span", "SurvivorArchived",
    "UnknownUnit", "UnreadableImport", "VitalKind", "WrongKindOfNote", "block_keys", "email_part", "fold", "keys_of",
    "match_score", "must_be_born", "must_be_plausible", "must_end_after_it_began", "name_tokens", "note_hash",
    "normalized_phone", "one_typo_away", "phone_part", "rank", "read_question", "record_number", "sound_of", "suits_its_kind", "typo_spans",
]  # fmt: skip
