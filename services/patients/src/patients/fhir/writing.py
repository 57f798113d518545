"""A whole record as a FHIR R4 bundle (https://hl7.org/fhir/R4/bundle.html), as `reading` reads it back."""

import base64
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from .words import (
    ABSENT,
    CONTACT_BY,
    IDENTIFIER_TYPES,
    IDENTITY_NUMBER,
    LANGUAGES,
    LOINC,
    NOTE,
    RECORD_NUMBERS,
    STATUS,
    UCUM,
    system_uri,
)  # fmt: skip

Json = dict[str, Any]
_TERMS = "http://terminology.hl7.org/CodeSystem"
_LOINC = "http://loinc.org"
_CODE_OF = {kind: code for code, kind in reversed(LOINC.items())}
_NUMBER = re.compile(r'"\\u0000([^"\\]+)\\u0000"')


@dataclass(frozen=True)
class Whole:
    """Everything about one patient that goes out: the registration, the lists of the chart, signed notes, documents."""

    patient: Any
    items: dict[str, list[Any]]
    """Table of a list → its entries that stand."""
    notes: list[Any] = field(default_factory=list)
    """Signed notes, unsealed."""
    documents: list[Any] = field(default_factory=list)
    identity_number: str | None = None

    @property
    def patient_id(self) -> UUID:
        """Whose data this is."""
        return self.patient.id  # type: ignore[no-any-return]


def dumped(bundle: Json) -> bytes:
    """The bytes of a bundle; decimal numbers keep every digit they were entered with."""

    def exactly(value: object) -> str:
        assert isinstance(value, Decimal)
        return f"\0{value}\0"

    # No text holds NUL (`clinic_common.http` refuses it), so these marks stand around numbers only.
    text = json.dumps(bundle, ensure_ascii=False, separators=(",", ":"), default=exactly)
    return _NUMBER.sub(r"\1", text).encode()


def write_bundle(whole: Whole, *, now: datetime) -> Json:
    """
    Write a record as a bundle of type collection.

    Entries are named `urn:uuid:<id>`, so whoever brings them in twice, or back, recognizes them.
    """
    entries = [{"fullUrl": f"urn:uuid:{each['id']}", "resource": each} for each in _resources(whole, "urn:uuid:")]
    return {"resourceType": "Bundle", "type": "collection", "timestamp": _instant(now), "entry": entries}


def write_lines(whole: Whole) -> bytes:
    """Write a record as resources, one per line (NDJSON): how a whole clinic goes out, piece by piece."""
    return b"".join(dumped(each) + b"\n" for each in _resources(whole, "Patient/"))


def _resources(whole: Whole, naming: str) -> Iterator[Json]:
    """
    Every resource of a record.

    :param naming: what stands before the id of a patient that is spoken of
    """
    who = {"reference": f"{naming}{whole.patient.id}"}
    yield _resource(whole.patient.id, _patient(whole, naming))
    for table, write in _WRITERS.items():
        for row in whole.items.get(table, ()):
            yield _resource(row.id, {**write(row, who), **_meta(row)})
    for note in whole.notes:
        yield _resource(note.row.id, _note(note, who))
    for each in whole.documents:
        yield _resource(each.row.id, _document(each, who))


def _resource(id: UUID, resource: Json) -> Json:
    kind = resource.pop("resourceType")
    return _filled({"resourceType": kind, "id": str(id), **resource})


def _filled(resource: Json) -> Json:
    """Without what is absent: FHIR knows no null and no empty list."""
    return {key: value for key, value in resource.items() if value is not None and value not in ([], {})}


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _meta(row: Any) -> Json:
    return {"meta": {"versionId": str(row.version), "lastUpdated": _instant(row.updated_at)}}


def _term(system: str, code: str) -> Json:
    return {"coding": [{"system": f"{_TERMS}/{system}", "code": code}]}


def _loinc(code: str, display: str) -> Json:
    return {"coding": [{"system": _LOINC, "code": code}], "text": display}


def _concept(words: str, code: str | None, system: str | None) -> Json:
    coding = _filled({"system": system_uri(system) if system else None, "code": code})
    return _filled({"coding": [coding] if coding else None, "text": words})


def _patient(whole: Whole, naming: str) -> Json:
    row = whole.patient
    telecom = [{"system": "phone", "value": row.phone}] if row.phone else []
    telecom += [{"system": "email", "value": row.email}] if row.email else []
    spoken = {"coding": [{"system": LANGUAGES, "code": row.preferred_language}]}
    merged = {"other": {"reference": f"{naming}{row.merged_into}"}, "type": "replaced-by"}
    number = {
        "use": "secondary",
        "type": {"coding": [{"system": IDENTIFIER_TYPES, "code": "MR"}]},
        "system": RECORD_NUMBERS,
        "value": row.record_number,
    }
    official = {
        "use": "official",
        "type": {"coding": [{"system": IDENTIFIER_TYPES, "code": "NI"}]},
        "system": IDENTITY_NUMBER,
        "value": whole.identity_number,
    }
    return {
        "resourceType": "Patient",
        **_meta(row),
        "extension": [{"url": CONTACT_BY, "valueCode": row.contact_by}] if row.contact_by else None,
        "identifier": [number, official] if whole.identity_number else [number],
        "active": not row.archived,
        "name": [{"use": "official", "family": row.family_name, "given": [row.given_name]}],
        "telecom": telecom,
        "gender": row.sex,
        "birthDate": row.born_on.isoformat(),
        "address": [_address(row.address)] if row.address else None,
        "communication": [{"language": spoken, "preferred": True}] if row.preferred_language else None,
        "link": [merged] if row.merged_into else None,
    }


def _address(address: dict[str, str]) -> Json:
    line1, line2 = address.get("line1"), address.get("line2")
    absent = {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason",
                             "valueCode": "unknown"}]}  # fmt: skip
    return _filled({
        "use": "home",
        "line": [line1, line2] if line2 else [line1] if line1 else None,
        "_line": [absent, None] if line2 and not line1 else None,
        "city": address.get("city"),
        "state": address.get("region"),
        "postalCode": address.get("postal_code"),
        "country": address.get("country"),
    })  # fmt: skip


def _condition(row: Any, who: Json) -> Json:
    told = "inactive" if row.status == "active" and row.resolved_on else row.status
    return {
        "resourceType": "Condition",
        "extension": [{"url": STATUS, "valueCode": row.status}] if told != row.status else None,
        "clinicalStatus": _term("condition-clinical", told),
        "code": _concept(row.display, row.code, row.code_system),
        "subject": who,
        "onsetDateTime": _day(row.onset_on),
        "abatementDateTime": _day(row.resolved_on),
    }


def _allergy(row: Any, who: Json) -> Json:
    shown = {"text": row.reaction} if row.reaction else {"coding": [{"system": ABSENT, "code": "unknown"}]}
    reaction = _filled({"manifestation": [shown], "severity": row.severity})
    return {
        "resourceType": "AllergyIntolerance",
        "clinicalStatus": _term("allergyintolerance-clinical", "active"),
        "criticality": row.criticality,
        "code": _concept(row.substance, row.code, row.code_system),
        "patient": who,
        "onsetDateTime": _day(row.noted_on),
        "reaction": [reaction] if row.reaction or row.severity else None,
    }


def _immunization(row: Any, who: Json) -> Json:
    return {
        "resourceType": "Immunization",
        "status": row.status,
        "vaccineCode": _concept(row.vaccine, row.code, row.code_system),
        "patient": who,
        "occurrenceDateTime": _day(row.given_on),
        "lotNumber": row.lot,
    }


def _vital(row: Any, who: Json) -> Json:
    return {
        "resourceType": "Observation",
        "status": "final",
        "category": [_term("observation-category", "vital-signs")],
        "code": _loinc(_CODE_OF[row.kind], row.kind.replace("_", " ")),
        "subject": who,
        "effectiveDateTime": _instant(row.measured_at),
        "valueQuantity": {"value": row.value, "unit": row.unit, "system": UCUM, "code": row.unit},
    }


def _medication(row: Any, who: Json) -> Json:
    dosage = _filled({
        "text": row.dose,
        "timing": {"code": {"text": row.frequency}} if row.frequency else None,
        "route": {"text": row.route} if row.route else None,
    })  # fmt: skip
    return {
        "resourceType": "MedicationStatement",
        "status": "completed" if row.ended_on else "active",
        "medicationCodeableConcept": _concept(row.name, row.code, row.code_system),
        "subject": who,
        "effectivePeriod": _filled({"start": _day(row.started_on), "end": _day(row.ended_on)}),
        "dosage": [dosage] if dosage else None,
    }


def _consent(row: Any, who: Json) -> Json:
    opted = "OPTIN" if row.given else "OPTOUT"
    return {
        "resourceType": "Consent",
        "extension": [{"url": NOTE, "valueString": row.note}] if row.note else None,
        "status": "active",
        "scope": _term("consentscope", "patient-privacy"),
        "category": [{"text": row.kind}],
        "patient": who,
        "dateTime": _day(row.given_on),
        "policyRule": _term("v3-ActCode", opted),
        "provision": {"type": "permit" if row.given else "deny"},
    }


_WRITERS: dict[str, Callable[[Any, Json], Json]] = {
    "problems": _condition,
    "allergies": _allergy,
    "immunizations": _immunization,
    "vitals": _vital,
    "medications": _medication,
    "consents": _consent,
}


def _note(note: Any, who: Json) -> Json:
    row = note.row
    text = "\n\n".join(_paragraphs(note))
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "docStatus": "final",
        "type": _loinc("34109-9", "Note"),
        "subject": who,
        "date": _instant(row.signed_at),
        "author": [{"display": row.author_name}],
        "content": [{
            "attachment": {
                "contentType": "text/plain; charset=utf-8",
                "data": base64.b64encode(text.encode()).decode(),
                "creation": _instant(row.signed_at),
            }
        }],
    }  # fmt: skip


def _paragraphs(note: Any) -> Iterator[str]:
    for name, text in note.content.items():
        if text:
            yield text if name == "text" else f"{name.capitalize()}\n{text}"
    for each in note.addenda:
        yield f"Addendum, {each.row.author_name}, {_instant(each.row.recorded_at)}\n{each.text}"


def _document(document: Any, who: Json) -> Json:
    """That there is a document, and its SHA-256 as an extension (R4's own `hash` is SHA-1); not the document itself."""
    row = document.row
    return {
        "resourceType": "DocumentReference",
        "status": "current",
        "subject": who,
        "date": _instant(row.completed_at),
        "author": [{"display": row.author_name}],
        "content": [{
            "attachment": {
                "extension": [{"url": "urn:clinic:fhir:sha-256", "valueString": row.sha256.hex()}],
                "contentType": row.content_type,
                "size": row.size,
                "title": document.filename,
                "creation": _instant(row.created_at),
            }
        }],
    }  # fmt: skip
