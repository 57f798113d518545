"""What the processes wrote while a clinic worked, searched for whatever nobody may find there."""

import re
from datetime import date

from .clinic import PASSWORD, Clinic
from .setting import new_patient, set_up

TOKENS = re.compile(r"eyJ[\w-]{10,}\.[\w-]{10,}")
"""A JSON web token, or the beginning of one."""


def logged(clinic: Clinic) -> str:
    """All that every process of the clinic has written so far, also while earlier stories ran."""
    logs = sorted(clinic.folder.glob("*.log"))
    assert logs
    return "\n".join(log.read_text() for log in logs)


def secrets_of(clinic: Clinic) -> list[str]:
    """The keys and passwords the processes were started with."""
    urls = [value for name, value in clinic.env.items() if name.endswith("_URL")]
    return [
        PASSWORD,
        *(key.partition(":")[2] for key in clinic.env["SEALING_KEYS"].split(",")),
        *(found[1] for url in urls if (found := re.search(r"//[^:/@]*:([^@/]{6,})@", url))),
    ]


def test_no_log_of_a_whole_story_holds_a_secret_or_a_person(clinic: Clinic) -> None:
    setting, desk, doctor = set_up(clinic), clinic.as_("receptionist"), clinic.as_("doctor")
    known = {"email": "ada.unheard@patient.test", "phone": "+12175550173", "born_on": "1931-07-09"}
    patient = new_patient(desk, **known)
    setting.book(desk, patient["id"])
    note = {"kind": "free", "text": "Quinquagesima cough since Tuesday"}
    chart = f"/api/patients/{patient['id']}"
    assert doctor.post(f"{chart}/notes", json=note).status_code == 201
    assert doctor.post(f"{chart}/allergies", json={"substance": "Zanthoxylum"}).status_code == 201
    for query in ({"q": patient["family_name"]}, {"email": known["email"]}, {"born_on": known["born_on"]}):
        assert desk.get("/api/patients", params=query).json()["items"]
    # What is refused tempts to be written down: a mistake in a body, a wrong password, a token of nobody.
    wrong = {"family_name": "Wrongdoer", "email": "not.an.address@"}
    assert desk.post("/api/patients", json=wrong).status_code == 422
    guess = {"email": clinic.people["doctor"][0], "password": "Guess-of-a-stranger-1"}
    assert clinic.client().post("/api/auth/login", json=guess).status_code in (401, 429)
    stranger = {"Authorization": "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ.nothing"}
    assert clinic.client().get(chart, headers=stranger).status_code == 401
    assert clinic.client().get("/api/visits/eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ").status_code in (404, 410, 422)

    text = logged(clinic)
    assert str(date.today().year) in text and "/appointments" in text
    people = [*known.values(), patient["given_name"], patient["family_name"], patient["record_number"], "Wrongdoer"]
    words = [*people, "Quinquagesima", "Zanthoxylum", "Guess-of-a-stranger-1", "not.an.address", "@clinic.test"]
    assert [word for word in (*words, *secrets_of(clinic)) if word in text] == []
    assert TOKENS.findall(text) == []
