"""
FHIR R4 bundles read into plain values: what this clinic keeps, and why not the rest.

Pure: a parsed bundle in, `Incoming` out. Whatever is wrong with one resource concerns that resource alone.
"""

import json
import re
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from clinic_common.errors import Refusal

from .. import rules
from ..incoming import (
    CannotTake,
    Incoming,
    IncomingItem,
    IncomingPatient,
    checked_email,
    clean,
    needed,
    own_id,
    source_of,
    text,
)
from .elements import Json, as_dict, codes_of, concept_of, day_of, dicts_of, first_of, moment_of, sources_of
from .words import (
    ABSENT,
    CONTACT_BY,
    IDENTITY_NUMBER,
    LOINC,
    NOTE,
    PRESSURE_PANELS,
    STATUS,
)

_STATUS = {
    "active": "active", "recurrence": "active", "relapse": "active",
    "inactive": "inactive", "remission": "inactive", "resolved": "resolved",
}  # fmt: skip
_NOT_SO = {"entered-in-error", "refuted"}

_BUNDLE = re.compile(r'"resourceType"\s*:\s*"Bundle"')
_ENTRIES = re.compile(r'"entry"\s*:\s*\[')
_SPACE = re.compile(r"[\s,]*")
BROKEN: Json = {}
"""Stands where the file is broken."""


def parse(raw: bytes) -> Json:
    """
    Read the bytes of a bundle; numbers stay exact. Of a file that breaks off, what is whole is read.

    :raises UnreadableImport: it is no JSON, or no bundle
    """
    decoder = json.JSONDecoder(parse_float=Decimal, parse_constant=_refuse)
    text = ""
    try:
        text = raw.decode("utf-8-sig")
        bundle = decoder.decode(text)
    except (ValueError, RecursionError, InvalidOperation) as error:
        bundle = _until_it_breaks(text, decoder)
        if bundle is None:
            place = f" (at character {error.pos})" if isinstance(error, json.JSONDecodeError) else ""
            raise rules.UnreadableImport(f"This is not complete JSON{place}. Nothing was taken.") from None
    must_be_a_bundle(bundle)
    return bundle  # type: ignore[no-any-return]


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _until_it_breaks(text: str, decoder: json.JSONDecoder) -> Json | None:
    """The entries of a bundle before the place where it breaks off, and a last one that is not there."""
    found = _ENTRIES.search(text)
    if not found or not _BUNDLE.search(text):
        return None
    entries: list[Any] = []
    place = found.end()
    while True:
        try:
            entry, place = decoder.raw_decode(text, _SPACE.match(text, place).end())  # type: ignore[union-attr]
        except (ValueError, RecursionError, InvalidOperation):
            return {"resourceType": "Bundle", "entry": [*entries, BROKEN]} if entries else None
        entries.append(entry)


def parse_lines(raw: bytes) -> Json:
    """
    Read resources, one per line (NDJSON), as a bundle whose entries are the lines.

    :raises UnreadableImport: no line is one
    """
    entries: list[Any] = []
    for line in raw.removeprefix(b"\xef\xbb\xbf").splitlines():
        try:
            resource = json.loads(line, parse_float=Decimal, parse_constant=_refuse)
        except (ValueError, RecursionError, InvalidOperation):
            entries.append(BROKEN)
            continue
        name = clean(resource.get("id")) if isinstance(resource, dict) else ""
        entries.append({"fullUrl": f"urn:uuid:{name}" if own_id(name) else "", "resource": resource})
    if all(entry is BROKEN for entry in entries):
        raise rules.UnreadableImport("These are not resources, one per line. Nothing was taken.")
    return {"resourceType": "Bundle", "entry": entries}


def must_be_a_bundle(bundle: object) -> None:
    """
    Insist on a FHIR bundle with entries.

    :raises UnreadableImport: it is something else
    """
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise rules.UnreadableImport("This is not a FHIR bundle (resourceType Bundle).")
    if not isinstance(bundle.get("entry", []), list):
        raise rules.UnreadableImport("The entries of this bundle are not a list.", field="/entry")


def read_bundle(bundle: Json, *, region: str) -> Incoming:
    """
    Understand a bundle; what cannot be taken is listed with its JSON pointer and the reason.

    :param region: the country whose phone numbers are written without a country code
    :raises UnreadableImport: it is no bundle
    """
    must_be_a_bundle(bundle)
    incoming = Incoming()
    known: dict[str, bytes] = {}
    resources = list(_resources(bundle, incoming))
    for pointer, url, resource in resources:
        if resource["resourceType"] == "Patient":
            try:
                patient = _patient(pointer, url, resource, incoming, region)
            except CannotTake as reason:
                incoming.reject(pointer, reason)
                continue
            incoming.patients.append(patient)
            for name in filter(None, (url, _reference_to(resource))):
                known[name] = patient.sources[0]
    for pointer, url, resource in resources:
        kind = resource["resourceType"]
        if kind == "Patient":
            continue
        if kind not in _READERS:
            incoming.leave_out(kind)
            continue
        try:
            for item in _READERS[kind](pointer, url, resource, incoming):
                item.patient, item.own_id = _subject(resource, known), own_id(url)
                incoming.items.append(item)
        except CannotTake as reason:
            incoming.reject(pointer, reason)
        except Refusal as refusal:
            incoming.reject(pointer, refusal.detail)
    return incoming


def _resources(bundle: Json, incoming: Incoming) -> Iterator[tuple[str, str, Json]]:
    for position, entry in enumerate(bundle.get("entry", [])):
        pointer = f"/entry/{position}"
        if entry is BROKEN:
            incoming.reject(pointer, "the file is broken here")
            continue
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if not isinstance(resource, dict) or not isinstance(resource.get("resourceType"), str):
            incoming.reject(pointer, "there is no resource here")
            continue
        yield pointer, clean(entry.get("fullUrl")), resource


def _reference_to(resource: Json) -> str:
    name = clean(resource.get("id"))
    return f"{resource['resourceType']}/{name}" if name else ""


def _subject(resource: Json, known: dict[str, bytes]) -> bytes:
    reference = clean(as_dict(resource.get("subject") or resource.get("patient")).get("reference"))
    if not reference:
        raise CannotTake("it does not say which patient it belongs to")
    found = known.get(reference) or known.get("/".join(reference.split("/")[-2:]) if "/" in reference else "")
    if found:
        return found
    if reference.startswith("urn:uuid:"):
        return source_of("url", reference)
    raise CannotTake("it belongs to a patient that is not in this bundle")


def _patient(pointer: str, url: str, resource: Json, incoming: Incoming, region: str) -> IncomingPatient:
    names = dicts_of(resource.get("name"))
    name = next((each for each in names if each.get("use") == "official"), names[0] if names else {})
    given = name.get("given")
    given_name = " ".join(filter(None, map(clean, given))) if isinstance(given, list) else ""
    gender = clean(resource.get("gender")) or "unknown"
    if gender not in ("male", "female", "other", "unknown"):
        raise CannotTake("the gender is not one of male, female, other, unknown")
    born_on = day_of(resource.get("birthDate"), "the date of birth", at=(incoming, pointer))
    if born_on is None:
        raise CannotTake("the date of birth is missing")

    def left_away(field: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (CannotTake, rules.PhoneUnreadable) as reason:
            incoming.remark(f"{pointer}/resource/{field}", reason)
            return None

    telecom = dicts_of(resource.get("telecom"))
    phone = next((clean(each.get("value")) for each in telecom if each.get("system") in ("phone", "sms")), "")
    email = next((each.get("value") for each in telecom if each.get("system") == "email"), None)
    return IncomingPatient(
        pointer=pointer,
        sources=sources_of("Patient", url, resource),
        given_name=needed(given_name, "the given name", 100),
        family_name=needed(name.get("family"), "the family name", 100),
        born_on=born_on,
        sex=gender,
        email=left_away("telecom", lambda: checked_email(email)),
        phone=left_away("telecom", lambda: rules.normalized_phone(phone[:60], region=region) if phone else None),
        address=left_away("address", lambda: _address(resource.get("address"))),
        preferred_language=_language(resource),
        contact_by=_extension(resource, CONTACT_BY, "valueCode", ("email", "sms", "phone", "none")),
        identity_number=left_away("identifier", lambda: _identity_number(resource)),
        own_id=own_id(url),
    )


def _identity_number(resource: Json) -> str | None:
    """The number that names them to the state: ours, then a social security number, then a national one."""
    told = dicts_of(resource.get("identifier"))
    ours = [each for each in told if each.get("system") == IDENTITY_NUMBER]
    others = [each for code in ("SS", "NI", "NH") for each in told if code in codes_of(each.get("type"))]
    return text(next((each.get("value") for each in (*ours, *others)), None), "the identity number", 40)


def _extension(resource: Json, url: str, field: str, allowed: tuple[str, ...] | None = None) -> str | None:
    """What this clinic added to a resource when it wrote it."""
    values = [each.get(field) for each in dicts_of(resource.get("extension")) if each.get("url") == url]
    found = next((value for value in values if clean(value)), None)
    return found if allowed is None or found in allowed else None


def _address(value: object) -> dict[str, str] | None:
    addresses = [each for each in dicts_of(value) if each.get("use") != "old"]
    address = next((each for each in addresses if each.get("use") == "home"), addresses[0] if addresses else {})
    lines = address.get("line")
    lines = [clean(line) for line in lines] if isinstance(lines, list) else []
    fields = {
        "line1": lines[0] if lines else "",
        "line2": ", ".join(filter(None, lines[1:])),
        "city": address.get("city"),
        "region": address.get("state"),
        "postal_code": address.get("postalCode"),
        "country": address.get("country"),
    }
    limits = {"postal_code": 20, "country": 100, "region": 100, "city": 100}
    found = {key: text(field, f"the address ({key})", limits.get(key, 200)) for key, field in fields.items()}
    return {key: field for key, field in found.items() if field} or None


def _language(resource: Json) -> str | None:
    spoken = dicts_of(resource.get("communication"))
    spoken.sort(key=lambda each: each.get("preferred") is not True)
    codes = [code for each in spoken for code in codes_of(each.get("language"))]
    return next((code for code in codes if re.fullmatch(r"[a-z]{2,3}(-[A-Z]{2})?", code)), None)


def _item(pointer: str, table: str, source: bytes, **values: Any) -> IncomingItem:
    return IncomingItem(pointer, table, b"", source, values)


def _condition(pointer: str, url: str, resource: Json, incoming: Incoming) -> Iterator[IncomingItem]:
    if _NOT_SO.intersection(codes_of(resource.get("verificationStatus"))):
        incoming.leave_out("Condition (refuted or entered in error)")
        return
    display, code, system = concept_of(resource.get("code"), "the condition")
    onset_on = day_of(resource.get("onsetDateTime"), "the onset", at=(incoming, pointer))
    resolved_on = day_of(resource.get("abatementDateTime"), "the end", at=(incoming, pointer), last=True)
    rules.must_end_after_it_began(onset_on, resolved_on, field="abatementDateTime")
    told = next(iter(codes_of(resource.get("clinicalStatus"))), "")
    status = _STATUS.get(told, "resolved" if resolved_on else "active")
    status = _extension(resource, STATUS, "valueCode", rules.ITEM_STATUSES) or status
    yield _item(
        pointer, "problems", sources_of("Condition", url, resource)[0],
        display=display, code=code, code_system=system, onset_on=onset_on, resolved_on=resolved_on, status=status,
    )  # fmt: skip


def _allergy(pointer: str, url: str, resource: Json, incoming: Incoming) -> Iterator[IncomingItem]:
    if _NOT_SO.intersection(codes_of(resource.get("verificationStatus"))):
        incoming.leave_out("AllergyIntolerance (refuted or entered in error)")
        return
    substance, code, system = concept_of(resource.get("code"), "the substance")
    reactions = dicts_of(resource.get("reaction"))
    told = [m for r in reactions for m in dicts_of(r.get("manifestation"))]
    shown = [concept_of(m, "the reaction")[0] for m in told if first_of(m.get("coding")).get("system") != ABSENT]
    order = ("mild", "moderate", "severe")
    severities = [s for s in (clean(r.get("severity")) for r in reactions) if s in order]
    criticality = clean(resource.get("criticality"))
    yield _item(
        pointer, "allergies", sources_of("AllergyIntolerance", url, resource)[0],
        substance=substance, code=code, code_system=system,
        reaction=text(", ".join(shown), "the reaction", 500, lines=True),
        severity=max(severities, key=order.index, default=None),
        criticality=criticality if criticality in ("low", "high", "unable-to-assess") else None,
        noted_on=day_of(
            resource.get("onsetDateTime") or resource.get("recordedDate"), "the onset", at=(incoming, pointer)
        ),
    )  # fmt: skip


def _immunization(pointer: str, url: str, resource: Json, incoming: Incoming) -> Iterator[IncomingItem]:
    status = clean(resource.get("status"))
    if status == "entered-in-error":
        incoming.leave_out("Immunization (entered in error)")
        return
    if status not in ("completed", "not-done"):
        raise CannotTake("the status is not completed or not-done")
    vaccine, code, system = concept_of(resource.get("vaccineCode"), "the vaccine")
    given_on = day_of(resource.get("occurrenceDateTime"), "the day it was given", at=(incoming, pointer))
    if given_on is None:
        raise CannotTake("the day it was given is missing")
    yield _item(
        pointer, "immunizations", sources_of("Immunization", url, resource)[0],
        vaccine=vaccine, code=code, code_system=system, given_on=given_on, status=status,
        lot=text(resource.get("lotNumber"), "the lot", 100),
    )  # fmt: skip


def _observation(pointer: str, url: str, resource: Json, incoming: Incoming) -> Iterator[IncomingItem]:
    categories = [code for each in dicts_of(resource.get("category")) for code in codes_of(each)]
    if "vital-signs" not in categories:
        incoming.leave_out(f"Observation ({categories[0] if categories else 'no category'})")
        return
    if clean(resource.get("status")) not in ("final", "amended", "corrected", "preliminary"):
        incoming.leave_out("Observation (not final)")
        return
    codes = codes_of(resource.get("code"))
    measured_at = moment_of(resource.get("effectiveDateTime"), "the time of measurement")
    source = sources_of("Observation", url, resource)[0]
    if PRESSURE_PANELS.intersection(codes):
        components = dicts_of(resource.get("component"))
    elif any(code in LOINC for code in codes):
        components = [resource]
    else:
        incoming.leave_out(f"Observation (vital sign {codes[0] if codes else 'without code'})")
        return
    taken = 0
    for component in components:
        kind = next((LOINC[code] for code in codes_of(component.get("code")) if code in LOINC), None)
        if kind is None:
            continue
        value, unit = _quantity(component)
        rules.must_be_plausible(kind, value, unit)
        own = source if component is resource else source_of(source.hex(), kind)
        taken += 1
        yield _item(pointer, "vitals", own, kind=kind, value=value, unit=unit, measured_at=measured_at)
    if not taken:
        raise CannotTake("there is no measurement in it")


def _quantity(component: Json) -> tuple[Decimal, str]:
    quantity = as_dict(component.get("valueQuantity"))
    value = quantity.get("value")
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise CannotTake("the value is missing or no number")
    number = Decimal(str(value))
    if not number.is_finite() or len(number.as_tuple().digits) > 18 or abs(number.adjusted()) > 18:
        raise CannotTake("the value is too large or too long")
    return number, needed(quantity.get("code") or quantity.get("unit"), "the unit", 20)


def _medication(pointer: str, url: str, resource: Json, incoming: Incoming) -> Iterator[IncomingItem]:
    if clean(resource.get("status")) in ("entered-in-error", "not-taken"):
        incoming.leave_out("MedicationStatement (entered in error or not taken)")
        return
    name, code, system = concept_of(resource.get("medicationCodeableConcept"), "the medication")
    period, dosage = as_dict(resource.get("effectivePeriod")), first_of(resource.get("dosage"))
    started_on = day_of(period.get("start") or resource.get("effectiveDateTime"), "the start", at=(incoming, pointer))
    ended_on = day_of(period.get("end"), "the end", at=(incoming, pointer), last=True)
    rules.must_end_after_it_began(started_on, ended_on, field="effectivePeriod")

    def told(concept: object, what: str, limit: int, *, lines: bool = False) -> str | None:
        given = as_dict(concept).get("text")
        words = given if clean(given) else first_of(as_dict(concept).get("coding")).get("display")
        return text(words, what, limit, lines=lines)

    yield _item(
        pointer, "medications", sources_of("MedicationStatement", url, resource)[0],
        name=name, code=code, code_system=system, started_on=started_on, ended_on=ended_on,
        dose=text(dosage.get("text"), "the dose", 200, lines=True),
        route=told(dosage.get("route"), "the route", 100),
        frequency=told(as_dict(dosage.get("timing")).get("code"), "the frequency", 200, lines=True),
    )  # fmt: skip


def _consent(pointer: str, url: str, resource: Json, incoming: Incoming) -> Iterator[IncomingItem]:
    decision = clean(as_dict(resource.get("provision")).get("type"))
    if clean(resource.get("status")) != "active" or decision not in ("permit", "deny"):
        incoming.leave_out("Consent (not active, or without a plain yes or no)")
        return
    given_on = day_of(resource.get("dateTime"), "the day of the consent", at=(incoming, pointer))
    if given_on is None:
        raise CannotTake("the day of the consent is missing")
    kind, _, _ = concept_of(first_of(resource.get("category")), "what was consented to")
    yield _item(
        pointer, "consents", sources_of("Consent", url, resource)[0],
        kind=needed(kind, "what was consented to", 100), given=decision == "permit", given_on=given_on,
        note=text(_extension(resource, NOTE, "valueString"), "the note", 500, lines=True),
    )  # fmt: skip


_READERS: dict[str, Callable[[str, str, Json, Incoming], Iterator[IncomingItem]]] = {
    "Condition": _condition,
    "AllergyIntolerance": _allergy,
    "Immunization": _immunization,
    "Observation": _observation,
    "MedicationStatement": _medication,
    "Consent": _consent,
}
