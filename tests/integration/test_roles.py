"""A role the owner makes out of permissions: who has it may what it says, and no more."""

import secrets

from .clinic import Clinic


def test_somebody_with_a_role_of_the_clinics_own_may_what_it_says_and_no_more(clinic: Clinic) -> None:
    owner, role = clinic.as_("admin"), f"front_{secrets.token_hex(3)}"
    permissions = ["patients.read", "appointments.read", "profile"]
    made = owner.post("/api/roles", json={"name": role, "description": "Looks only.", "permissions": permissions})
    assert made.status_code == 201, made.text
    clinic.invite(role, "Fay Front")
    front = clinic.as_(role)
    assert front.get("/api/me").json()["permissions"] == sorted(permissions)
    assert front.get("/api/patients").status_code == 200
    refused = front.post("/api/patients", json={})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
    taken = owner.delete(f"/api/roles/{role}", headers={"If-Match": made.headers["etag"]})
    assert (taken.status_code, taken.json()["code"]) == (409, "role_in_use")
