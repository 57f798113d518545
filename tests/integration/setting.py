"""What a story begins with: a place, hours, a visit type with its fee, patients."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from .clinic import Clinic, eventually

PRICE_MINOR = 12_000
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass
class Setting:
    """Ids every story needs, and the ways to a slot and a booking."""

    doctor_id: str
    location_id: str
    visit_type_id: str
    zone: ZoneInfo
    price_minor: int = PRICE_MINOR

    def slots(self, who: Any, start: datetime, end: datetime) -> list[dict[str, Any]]:
        """Free slots of the doctor."""
        answer = who.get(
            "/api/slots",
            params={
                "visit_type_id": self.visit_type_id,
                "practitioner_id": self.doctor_id,
                "from": _z(start),
                "to": _z(end),
                "limit": 500,
            },
        )
        assert answer.status_code == 200, answer.text
        items: list[dict[str, Any]] = answer.json()["items"]
        return items

    def free_slot(self, who: Any, *, days_ahead: int = 3) -> dict[str, Any]:
        """One free slot, some days from now; another one each time, so stories do not meet."""
        start = datetime.now(UTC) + timedelta(days=days_ahead)
        return secrets.choice(self.slots(who, start, start + timedelta(days=2)))

    def booking(self, patient_id: str, starts_at: str) -> dict[str, Any]:
        """The body of a booking."""
        return {
            "patient_id": patient_id,
            "practitioner_id": self.doctor_id,
            "visit_type_id": self.visit_type_id,
            "starts_at": starts_at,
        }

    def book(self, who: Any, patient_id: str, *, starts_at: str | None = None) -> dict[str, Any]:
        """Book a visit."""
        starts_at = starts_at or self.free_slot(who)["starts_at"]
        answer = who.post("/api/appointments", json=self.booking(patient_id, starts_at))
        assert answer.status_code == 201, answer.text
        appointment: dict[str, Any] = answer.json()
        return appointment


def set_up(clinic: Clinic) -> Setting:
    """Make a location, a fee, a visit type, and hours all week round for the doctor."""
    owner = clinic.as_("admin")
    zone = "America/New_York"
    location = _made(owner.post("/api/locations", json={"name": "Main Street", "time_zone": zone}))
    code = f"C{secrets.token_hex(3)}"
    _made(owner.post("/api/fees", json={"code": code, "description": "Consultation", "price_minor": PRICE_MINOR}))
    visit_type = _made(
        owner.post("/api/visit-types", json={"code": code, "name": "Consultation", "minutes": 20, "fee_code": code})
    )
    doctor = eventually(lambda: next((p for p in owner.get("/api/practitioners").json()["items"] if p["active"]), None))
    rules = [{"weekday": day, "starts": "00:00", "ends": "23:55", "location_id": location["id"]} for day in WEEKDAYS]
    path = f"/api/practitioners/{doctor['id']}/availability"
    answer = owner.put(path, json={"rules": rules})
    if answer.status_code == 428:
        answer = owner.put(path, json={"rules": rules}, headers={"If-Match": owner.get(path).headers["etag"]})
    assert answer.status_code == 200, answer.text
    return Setting(doctor["id"], location["id"], visit_type["id"], ZoneInfo(zone))


def new_patient(who: Any, **fields: str) -> dict[str, Any]:
    """Register a patient nobody else resembles."""
    unique = secrets.token_hex(4)
    body = {
        "given_name": f"Given{unique}",
        "family_name": f"Family{unique[::-1]}",
        "born_on": "1980-02-29",
        "sex": "female",
    } | fields
    return _made(who.post("/api/patients", json=body))


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
