"""Code systems and codes that reading and writing share, and what this clinic adds to FHIR R4."""

from urllib.parse import quote, unquote

BUNDLE_TYPE, LINES_TYPE = "application/fhir+json", "application/fhir+ndjson"

SYSTOLIC, DIASTOLIC = "8480-6", "8462-4"
PRESSURE_PANELS = {"85354-9", "55284-4"}
LOINC: dict[str, str] = {
    "8310-5": "body_temperature", "8331-1": "body_temperature", "8867-4": "heart_rate", "9279-1": "respiratory_rate",
    SYSTOLIC: "blood_pressure_systolic", DIASTOLIC: "blood_pressure_diastolic",
    "2708-6": "oxygen_saturation", "59408-5": "oxygen_saturation",
    "29463-7": "body_weight", "3141-9": "body_weight", "8302-2": "body_height", "8306-3": "body_height",
    "39156-5": "bmi", "9843-4": "head_circumference", "8287-5": "head_circumference", "72514-3": "pain",
}  # fmt: skip
"""LOINC code of a vital sign (https://hl7.org/fhir/R4/observation-vitalsigns.html) → what we call it."""

ABSENT = "http://terminology.hl7.org/CodeSystem/data-absent-reason"
IDENTIFIER_TYPES = "http://terminology.hl7.org/CodeSystem/v2-0203"
LANGUAGES = "urn:ietf:bcp:47"
UCUM = "http://unitsofmeasure.org"

RECORD_NUMBERS = "urn:clinic:fhir:record-number"
"""Names somebody within one clinic only: nobody is recognized by it in another one."""
IDENTITY_NUMBER = "urn:clinic:fhir:identity-number"
CONTACT_BY = "urn:clinic:fhir:contact-by"
STATUS = "urn:clinic:fhir:status"
"""The status of a problem that has an end and still stands as active, which R4 cannot say (con-4)."""
NOTE = "urn:clinic:fhir:note"
_FREE_SYSTEM = "urn:clinic:fhir:code-system:"


def system_uri(system: str) -> str:
    """A code system as a URI; one that people named in words becomes one of ours."""
    is_uri = ":" in system and system.isascii() and system.isprintable() and " " not in system
    return system if is_uri and not system.startswith(_FREE_SYSTEM) else _FREE_SYSTEM + quote(system, safe="")


def system_name(uri: str) -> str:
    """The code system a URI stands for: the way back from `system_uri`."""
    return unquote(uri.removeprefix(_FREE_SYSTEM)) if uri.startswith(_FREE_SYSTEM) else uri
