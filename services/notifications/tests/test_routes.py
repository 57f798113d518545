"""Door 1: what people see and set."""

from clinic_common.database import new_id, utc_now
from clinic_contracts.trail import AccessRecorded
from notifications import commands, rules

from .conftest import ADA, appointment, invitation, noon, patient
from .test_commands import MEANS

PREFERENCES = f"/patients/{ADA}/contact-preferences"


async def test_messages_of_a_patient_are_listed_and_stand_in_the_trail(client, told, emitted):
    await told(patient(), appointment())
    listed = (await client.get("/messages", params={"patient_id": str(ADA), "limit": 2})).json()
    assert [item["template"] for item in listed["items"]] == ["appointment_confirmation", "appointment_reminder"]
    assert listed["items"][0]["due_at"].endswith("Z")
    rest = (await client.get("/messages", params={"patient_id": str(ADA), "after": listed["next"]})).json()
    assert [item["template"] for item in rest["items"]] == ["appointment_reminder"]
    accesses = [(event.action, event.subject_ids) for event in await emitted(AccessRecorded)]
    assert accesses == [("list_messages", [ADA]), ("list_messages", [ADA])]


async def test_a_skipped_message_says_why(client, told, send):
    await told(patient(email=None), appointment())
    await send()
    [skipped] = (await client.get("/messages?status=skipped")).json()["items"]
    assert skipped["failure"] == "There is no e-mail address or phone number on file."
    assert skipped["next_attempt_at"] is None


async def test_a_failed_message_is_sent_again_on_demand(client, told, database, messages):
    now = utc_now()
    await told(patient(), appointment(starts_at=noon(6)), now=now)
    [planned] = await messages(template=rules.REMINDER, sequence=120)
    early = await client.post(f"/messages/{planned.id}/retry")
    assert (early.status_code, early.json()["code"]) == (409, "message_not_failed")
    due = planned.due_at
    claimed, _ = await database.run(commands.claim_due, means=MEANS, now=due)
    [ours] = [each for each in claimed if each.message_id == planned.id]
    await database.run(commands.settle_unsent, claimed=ours, failure=rules.Failure("No.", final=True), now=due)
    again = await client.post(f"/messages/{planned.id}/retry")
    assert (again.status_code, again.json()["failure"], again.json()["attempts"]) == (200, None, 0)
    missing = await client.post(f"/messages/{new_id()}/retry")
    assert (missing.status_code, missing.json()["code"]) == (404, "no_such_message")


async def test_one_message_with_what_it_says(client, told, messages):
    await told(patient(), appointment(), invitation())
    [message] = await messages(template=rules.REMINDER, sequence=120)
    shown = (await client.get(f"/messages/{message.id}")).json()
    assert "We expect you" in shown["text"]
    assert (await client.get(f"/messages/{new_id()}")).status_code == 404
    assert (await client.get("/messages/1")).status_code == 422


async def test_templates_are_shown_changed_and_given_back(client):
    listed = (await client.get("/message-templates")).json()
    assert [item["name"] for item in listed["items"]][:2] == ["appointment_confirmation", "appointment_rescheduled"]
    before = (await client.get("/message-templates/appointment_reminder")).json()
    assert (before["version"], before["own_languages"], set(before["texts"])) == (0, [], {"en", "es"})
    own = {"texts": {"ar": {"subject": "تذكير: {date}", "text": "أهلا {given_name}\n{date} {time}"}}}
    answer = await client.put("/message-templates/appointment_reminder", json=own)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"1"')
    assert answer.json()["texts"]["ar"] == {**own["texts"]["ar"], "sms": None}
    assert answer.json()["own_languages"] == ["ar"]
    stale = await client.put("/message-templates/appointment_reminder", json=own, headers={"If-Match": '"0"'})
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    back = await client.put("/message-templates/appointment_reminder", json={"texts": {}}, headers={"If-Match": '"1"'})
    assert back.json()["texts"] == before["texts"]


BAD_TEXTS = [
    ({"en": {"subject": "{dose}", "text": "x"}}, "unknown_placeholder", "/texts/en/subject"),
    ({"en": {"subject": "x", "text": "{date.year}"}}, "unknown_placeholder", "/texts/en/text"),
    ({"en": {"subject": "x", "text": "x", "sms": "{"}}, "broken_placeholder", "/texts/en/sms"),
    ({"en": {"subject": "x\ny", "text": "x"}}, "invalid_request", "/texts/en/subject"),
    ({"en": {"subject": "x", "text": ""}}, "invalid_request", "/texts/en/text"),
    ({"en": {"subject": "x", "text": "x" * 5001}}, "invalid_request", "/texts/en/text"),
    ({"en": {"subject": "x", "text": "x\x00"}}, "invalid_request", "/texts/en/text"),
    ({"en": {"subject": "x"}}, "invalid_request", "/texts/en/text"),
    ({"en": {"subject": "x", "text": "x", "html": "x"}}, "invalid_request", "/texts/en/html"),
]


async def test_a_text_that_cannot_be_filled_in_is_refused_by_name(client):
    for texts, code, pointer in BAD_TEXTS:
        answer = await client.put("/message-templates/appointment_reminder", json={"texts": texts})
        assert (answer.status_code, answer.json()["code"]) == (422, code), texts
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (await client.get("/message-templates/appointment_reminder")).json()["version"] == 0


async def test_a_template_that_does_not_exist_is_not_found(client):
    assert (await client.get("/message-templates/birthday")).json()["code"] == "no_such_template"
    answer = await client.put("/message-templates/birthday", json={"texts": {}})
    assert (answer.status_code, answer.json()["code"]) == (404, "no_such_template")


async def test_reminder_rules_are_shown_and_set(client):
    before = await client.get("/reminder-rules")
    assert before.headers["etag"] == '"0"'
    assert before.json() == {
        "rules": [
            {"offset_minutes": 1440, "channel": "preferred", "visit_type_id": None},
            {"offset_minutes": 120, "channel": "preferred", "visit_type_id": None},
        ],
        "quiet_hours": {"starts": "21:00", "ends": "08:00"},
        "version": 0,
    }
    kind = str(new_id())
    body = {
        "rules": [{"offset_minutes": 60, "channel": "sms", "visit_type_id": kind}],
        "quiet_hours": {"starts": "22:30", "ends": "07:00"},
    }
    after = await client.put("/reminder-rules", json=body, headers={"If-Match": '"0"'})
    assert (after.status_code, after.json()) == (200, {**body, "version": 1})
    assert (await client.get("/reminder-rules")).json() == after.json()
    assert (await client.put("/reminder-rules", json=body, headers={"If-Match": "x"})).status_code == 422
    none = await client.put("/reminder-rules", json={"rules": []})
    assert (none.json()["rules"], none.json()["version"]) == ([], 2)


BAD_RULES = [
    ({"rules": [{"offset_minutes": 0}]}, "/rules/0/offset_minutes"),
    ({"rules": [{"offset_minutes": 10**12}]}, "/rules/0/offset_minutes"),
    ({"rules": [{"offset_minutes": 60, "channel": "fax"}]}, "/rules/0/channel"),
    ({"rules": [{"offset_minutes": 60}, {"offset_minutes": 60}]}, "/rules/1"),
    ({"rules": [{"offset_minutes": 60 + n} for n in range(21)]}, "/rules"),
    ({"rules": [], "quiet_hours": {"starts": "24:00"}}, "/quiet_hours/starts"),
    ({"rules": [], "quiet_hours": {"starts": "08:00", "ends": "07:00"}}, "/quiet_hours"),
    ({"rules": [], "version": 1}, "/version"),
]


async def test_reminder_rules_nobody_can_follow_are_refused(client):
    for body, pointer in BAD_RULES:
        answer = await client.put("/reminder-rules", json=body)
        assert answer.status_code == 422, body
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (await client.get("/reminder-rules")).json()["version"] == 0


async def test_contact_preferences_are_shown_set_and_traced(client, emitted):
    before = await client.get(PREFERENCES)
    nothing = {"email_opt_out": False, "sms_opt_out": False, "contact_by": None, "language": None}
    assert before.json() == {"patient_id": str(ADA), **nothing, "version": 0}
    said = {"email_opt_out": True, "sms_opt_out": False, "contact_by": "sms", "language": "es"}
    after = await client.put(PREFERENCES, json=said, headers={"If-Match": '"0"'})
    assert after.json() == {"patient_id": str(ADA), **said, "version": 1}
    stale = await client.put(PREFERENCES, json=said, headers={"If-Match": '"0"'})
    assert stale.status_code == 412
    kinds = [(event.action, event.kind) for event in await emitted(AccessRecorded)]
    assert kinds == [("get_contact_preferences", "read"), ("set_contact_preferences", "write")]


async def test_who_opts_out_is_not_written_to(client, told, send, messages):
    await client.put(PREFERENCES, json={"contact_by": "none"})
    await told(patient(phone="+15550100"), appointment())
    await send()
    assert [m.failure for m in await messages(status="skipped")] == ["The patient does not want to be written to."]


BAD_PREFERENCES = [
    ({"contact_by": "pigeon"}, "/contact_by"),
    ({"language": "english"}, "/language"),
    ({"email_opt_out": "maybe"}, "/email_opt_out"),
    ({"colour": "red"}, "/colour"),
]


async def test_preferences_nobody_understands_are_refused(client):
    for body, pointer in BAD_PREFERENCES:
        answer = await client.put(PREFERENCES, json=body)
        assert answer.status_code == 422, body
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    assert (await client.get(PREFERENCES)).json()["version"] == 0


async def test_nothing_is_shown_to_strangers(client):
    del client.headers["Authorization"]
    for path in ("/messages", f"/messages/{new_id()}", "/message-templates", "/reminder-rules", PREFERENCES):
        assert (await client.get(path)).status_code == 401
