"""The JSON of patients and their records, in and out."""

from .chart import (
    AddendumView,
    AllergyChange,
    AllergyView,
    ConsentChange,
    ConsentView,
    ImmunizationChange,
    ImmunizationView,
    MedicationChange,
    MedicationView,
    NewAddendum,
    NewAllergy,
    NewConsent,
    NewImmunization,
    NewMedication,
    NewNote,
    NewProblem,
    NewVital,
    NoteChange,
    NoteView,
    ProblemChange,
    ProblemView,
    RecordView,
    VitalChange,
    VitalView,
)
from .documents import AnnouncedDocumentView, DocumentView, NewDocument, OpenedDocumentView, UploadView
from .duplicates import PairDecisionView, PairView
from .history import ItemChangeView, ItemHistoryView
from .imports import ImportView
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
    "AddendumView", "AllergyChange", "AllergyView", "AnnouncedDocumentView", "ConsentChange", "ConsentView",
    "DocumentView", "DuplicateView", "EnteredPatientView", "ImmunizationChange", "ImmunizationView", "ImportView",
    "ItemChangeView", "ItemHistoryView", "MedicationChange", "MedicationView", "MergeUndoneView", "MergeView",
    "NewAddendum", "NewAllergy", "NewConsent", "NewDocument", "NewImmunization", "NewMedication", "NewMerge",
    "NewNote", "NewPatient", "NewProblem", "NewVital", "NoteChange", "NoteView", "OpenedDocumentView",
    "PairDecisionView", "PairView", "PatientChange", "PatientDetailView", "PatientView", "ProblemChange",
    "ProblemView", "RecordView", "StatisticsView", "UploadView", "VitalChange", "VitalView",
]  # fmt: skip
