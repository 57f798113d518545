"""The JSON of patients and their records, in and out."""

from .chart import (
    AllergyChange,
    AllergyView,
    ConsentChange,
    ConsentView,
    ImmunizationChange,
    ImmunizationView,
    MedicationChange,
    MedicationView,
    NewAllergy,
    NewConsent,
    NewImmunization,
    NewMedication,
    NewProblem,
    NewVital,
    ProblemChange,
    ProblemView,
    RecordView,
    TrendView,
    VitalChange,
    VitalView,
)
from .codes import CodeView
from .documents import AnnouncedDocumentView, DocumentView, NewDocument, OpenedDocumentView, UploadView
from .duplicates import PairDecisionView, PairView
from .history import ItemChangeView, ItemHistoryView
from .imports import ImportView
from .notes import (
    AddendumView,
    NewAddendum,
    NewNote,
    NewNoteTemplate,
    NewPhrase,
    NoteChange,
    NoteTemplateChange,
    NoteTemplateView,
    NoteView,
    PhraseChange,
    PhraseView,
    UnsignedNoteView,
)
from .patients import (
    DuplicateView,
    EnteredPatientView,
    MergeUndoneView,
    MergeView,
    NewMerge,
    NewPatient,
    PatientChange,
    PatientDetailView,
    PatientView,
    StatisticsView,
)

__all__ = [
    "AddendumView", "AllergyChange", "AllergyView", "AnnouncedDocumentView", "CodeView", "ConsentChange",
    "ConsentView", "DocumentView", "DuplicateView", "EnteredPatientView", "ImmunizationChange", "ImmunizationView",
    "ImportView", "ItemChangeView", "ItemHistoryView", "MedicationChange", "MedicationView", "MergeUndoneView",
    "MergeView", "NewAddendum", "NewAllergy", "NewConsent", "NewDocument", "NewImmunization", "NewMedication",
    "NewMerge", "NewNote", "NewNoteTemplate", "NewPatient", "NewPhrase", "NewProblem", "NewVital", "NoteChange",
    "NoteTemplateChange", "NoteTemplateView", "NoteView", "OpenedDocumentView", "PairDecisionView", "PairView",
    "PatientChange", "PatientDetailView", "PatientView", "PhraseChange", "PhraseView", "ProblemChange",
    "ProblemView", "RecordView", "StatisticsView", "TrendView", "UnsignedNoteView", "UploadView", "VitalChange",
    "VitalView",
]  # fmt: skip
