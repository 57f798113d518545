"""What is set up around the work: roles, programs, shared calendars, words for notes, closures, work lists."""

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx2
import pyotp
from playwright.sync_api import Locator, Page, expect

from tests.integration.clinic import Clinic, eventually
from tests.integration.insurance import insured_invoice, made, remittance
from tests.integration.setting import Setting, new_patient

from .conftest import SAME_PAGES, sign_in

Browse = Callable[..., Page]
pytestmark = SAME_PAGES


def _word() -> str:
    return "".join(secrets.choice("bcdfghklmnprst") + secrets.choice("aeiou") for _ in range(4))


def test_two_records_that_look_alike_are_told_apart_merged_and_both_taken_back(browse: Browse, clinic: Clinic) -> None:
    api, family = clinic.as_("receptionist"), _word().capitalize()
    same = {"given_name": "Amal", "family_name": family, "born_on": "1971-03-04", "phone": "+12125550177"}
    stays, goes = new_patient(api, **same), new_patient(api, **same)

    def pair(dismissed: bool = False) -> dict[str, Any] | None:
        found = api.get("/api/patient-duplicates", params={"dismissed": dismissed, "limit": 100}).json()["items"]
        wanted = {stays["id"], goes["id"]}
        return next((each for each in found if {who["id"] for who in each["patients"]} == wanted), None)

    desk = browse("receptionist", "/patients")
    desk.get_by_role("link", name="Likely duplicates").click()
    # Others may look like one of them as well.
    card = desk.locator("section", has_text=stays["record_number"]).filter(has_text=goes["record_number"])
    expect(card).to_contain_text("same date of birth")
    card.get_by_role("button", name="These are two people").click()
    desk.get_by_role("button", name="Undo").click()
    expect(card).to_be_visible()
    assert pair()
    assert not pair(dismissed=True)

    card.get_by_role("button", name=f"Keep this record: {stays['record_number']}").click()
    desk.get_by_role("dialog").get_by_role("button", name="Merge", exact=True).click()
    expect(card).to_have_count(0)
    assert api.get(f"/api/patients/{goes['id']}").json()["merged_into"] == stays["id"]
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("Both records are as they were.")).to_be_visible()
    assert api.get(f"/api/patients/{goes['id']}").json()["merged_into"] is None


def test_a_forgotten_password_is_replaced_by_the_link_of_a_mail(browse: Browse, clinic: Clinic) -> None:
    email, first = f"{_word()}@clinic.test", "the first password of theirs"
    owner = clinic.as_("admin")
    body = {"email": email, "display_name": "For Getful", "role": "nurse"}
    assert owner.post("/api/staff", json=body).status_code == 201
    token = eventually(lambda: _link(clinic, email, "invitation"))
    done = clinic.client().post("/api/auth/accept-invitation", json={"token": token, "password": first})
    assert done.is_success

    page = browse()
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_role("heading", name="Forgot your password?").wait_for()  # the page before asks for an address, too
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("status").filter(has_text="If somebody here has this address")).to_be_visible()
    page.goto(f"/reset-password#{eventually(lambda: _link(clinic, email, 'reset-password'))}")
    page.get_by_label("New password").fill("quite another password")
    page.get_by_label("The same once more").fill("quite another password")
    page.get_by_role("button", name="Set the password").click()
    page.get_by_role("link", name="Sign in").click()
    sign_in(page, email, "quite another password")
    refused = clinic.client().post("/api/auth/login", json={"email": email, "password": first})
    assert refused.status_code == 401


@contextmanager
def _asked_for_a_second_factor(clinic: Clinic, role: str) -> Iterator[None]:
    """A role that came with the product asks for a second factor meanwhile; whoever had it signs in anew."""

    def ask(asked: bool) -> None:
        owner = clinic.as_("admin")
        version = next(each["version"] for each in owner.get("/api/roles").json()["items"] if each["name"] == role)
        headers = {"If-Match": f'"{version}"'}
        assert owner.patch(f"/api/roles/{role}", json={"totp_required": asked}, headers=headers).is_success
        clinic._signed_in.pop(role, None)

    ask(True)
    try:
        yield
    finally:
        ask(False)


def test_who_must_have_a_second_factor_sets_it_up_before_anything_opens(browse: Browse, clinic: Clinic) -> None:
    email = f"{_word()}@clinic.test"
    body = {"email": email, "display_name": "Care Ful", "role": "nurse"}
    assert clinic.as_("admin").post("/api/staff", json=body).status_code == 201
    token = eventually(lambda: _link(clinic, email, "invitation"))
    chosen = {"token": token, "password": "a careful password"}
    assert clinic.client().post("/api/auth/accept-invitation", json=chosen).is_success

    with _asked_for_a_second_factor(clinic, "nurse"):
        page = browse()
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password", exact=True).fill(chosen["password"])
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("heading", name="One step more")).to_be_visible()
        expect(page.locator("#content")).to_have_count(0)
        page.get_by_role("button", name="Set it up").click()
        key = page.locator("pre").inner_text().replace(" ", "")
        page.get_by_label("Code from your authenticator app").fill(pyotp.TOTP(key).now())
        page.get_by_role("button", name="Turn it on").click()
        expect(page.get_by_text("Keep these recovery codes")).to_be_visible()
        page.get_by_role("button", name="I have kept this safe").click()
        page.get_by_role("link", name="Patients").first.click()
        expect(page.get_by_role("heading", name="Patients", level=1)).to_be_visible()


def _link(clinic: Clinic, email: str, page: str) -> str | None:
    for mail in clinic.mails():
        found = re.search(rf"/{page}#([\w\-.~]+)", mail.get_body(("plain",)).get_content())
        if mail["To"] and email in mail["To"] and found:
            return found[1]
    return None


def test_the_owner_makes_a_role_lets_a_program_in_and_shares_a_calendar(browse: Browse, clinic: Clinic) -> None:
    name = _word()
    owner = browse("admin", "/clinic/roles")
    owner.get_by_role("button", name="Make a role").click()
    form = owner.get_by_role("dialog")
    form.get_by_role("textbox", name="Name").fill(f"Desk {name}")
    form.get_by_label("What this role is for").fill("Only looks.")
    form.get_by_label("Begin with what this role may").select_option(label="Reception")
    form.get_by_label("Write invoices and take payments").uncheck()
    form.get_by_label("Ask for a second factor").check()
    form.get_by_role("button", name="Save").click()
    expect(owner.get_by_text("The role is saved")).to_be_visible()
    role = next(
        each for each in clinic.as_("admin").get("/api/roles").json()["items"] if each["name"] == f"desk_{name}"
    )
    held = {each["name"] for each in role["permissions"]}
    assert role["totp_required"]
    assert "patients.write" in held
    assert "billing.write" not in held
    owner.goto("/clinic/staff")
    owner.get_by_role("button", name="Invite somebody").click()
    expect(owner.get_by_role("radio", name=f"desk {name}")).to_be_attached()

    owner.goto("/clinic/programs")
    owner.get_by_role("button", name="Let a program in").click()
    form.get_by_role("textbox", name="Name").fill(f"Laboratory {name}")
    form.get_by_label("See the calendar").check()
    form.get_by_role("button", name="Let a program in").click()
    secret = owner.get_by_role("status").filter(has_text="It is shown only now").inner_text()
    words = {"grant_type": "client_credentials"} | dict(re.findall(r"(client_id|client_secret): (\S+)", secret))
    admitted = httpx2.post(f"{clinic.url}/api/auth/token", data=words, timeout=20)
    assert admitted.status_code == 200, admitted.text
    owner.get_by_role("button", name=f"Shut out: Laboratory {name}").click()
    form.get_by_role("button", name="Shut out").click()
    expect(owner.get_by_text("It is shut out.")).to_be_visible()
    assert httpx2.post(f"{clinic.url}/api/auth/token", data=words, timeout=20).status_code == 401

    owner.goto("/clinic/feeds")
    owner.get_by_role("button", name="Share a calendar").click()
    form.get_by_role("textbox", name="Name").fill(f"Feed {name}")
    form.get_by_role("group", name="Whose calendar").get_by_role("checkbox").first.check()
    form.get_by_role("button", name="Share a calendar").click()
    shown = owner.get_by_role("status").filter(has_text="It is shown only now").inner_text()
    address = re.search(r"/calendar/\S+\.ics", shown)
    assert address
    assert httpx2.get(clinic.url + address[0], timeout=20).text.startswith("BEGIN:VCALENDAR")
    owner.get_by_role("button", name=f"Stop sharing: Feed {name}").click()
    form.get_by_role("button", name="Stop sharing").click()
    expect(owner.get_by_text("It is no longer shared.")).to_be_visible()
    assert httpx2.get(clinic.url + address[0], timeout=20).status_code == 404


def test_a_note_begins_with_a_template_and_grows_by_phrases(browse: Browse, clinic: Clinic) -> None:
    name = _word()
    doctor = browse("doctor", "/clinic/wordings")
    form = doctor.get_by_role("dialog")
    doctor.get_by_role("button", name="Add a template").click()
    form.get_by_role("textbox", name="Name").fill(f"Cough {name}")
    form.get_by_label("Plan").fill("Comes back in a week.")
    form.get_by_role("button", name="Save").click()
    expect(form).to_have_count(0)
    doctor.get_by_role("button", name="Add a phrase").click()
    form.get_by_label("Letters").fill(name)
    form.get_by_label("What they stand for").fill("Lungs clear, no wheezing.")
    form.get_by_role("button", name="Save").click()
    expect(doctor.get_by_text(f".{name}", exact=True)).to_be_visible()

    patient = new_patient(clinic.as_("receptionist"))
    doctor.goto(f"/patients/{patient['id']}?tab=notes&note=new")
    doctor.get_by_label("Begin with").select_option(label=f"Cough {name}")
    expect(doctor.get_by_label("Plan")).to_have_value("Comes back in a week.")
    doctor.get_by_label("Objective").press_sequentially(f"Seen. .{name} Well.")
    expect(doctor.get_by_label("Objective")).to_have_value("Seen. Lungs clear, no wheezing. Well.")


def test_a_closed_day_a_waiting_patient_and_their_wishes(browse: Browse, clinic: Clinic, setting: Setting) -> None:
    api = clinic.as_("receptionist")
    patient = new_patient(api)
    day = (datetime.now(setting.zone) + timedelta(days=60)).date()
    slots = {"visit_type_id": setting.visit_type_id, "from": f"{day}", "to": f"{day}"}
    assert api.get("/api/slots", params=slots).json()["items"]
    owner = browse("admin", "/clinic/locations")
    owner.get_by_role("button", name="Add a closure: Main Street").click()
    form = owner.get_by_role("dialog")
    form.get_by_label("First day").fill(f"{day}")
    form.get_by_label("Last day").fill(f"{day}")
    form.get_by_role("button", name="Add", exact=True).click()
    expect(owner.get_by_text("The closure is noted")).to_be_visible()
    assert api.get("/api/slots", params=slots).json()["items"] == []
    owner.get_by_role("button", name=f"Remove: {day:%b} {day.day}, {day.year}").click()
    expect(owner.get_by_text("It is open as usual again.")).to_be_visible()
    assert api.get("/api/slots", params=slots).json()["items"]

    owner.get_by_role("button", name="Add a room").click()
    form.get_by_label("Name of the room").fill("Room 9")
    form.get_by_role("button", name="Add", exact=True).click()
    owner.get_by_role("button", name="Room 9").click()
    form.get_by_label("Name of the room").fill("Laboratory")
    form.get_by_role("button", name="Save").click()
    expect(owner.get_by_role("button", name="Laboratory")).to_be_visible()

    desk = browse("receptionist", "/waitlist")
    desk.get_by_role("button", name="Add somebody").click()
    form = desk.get_by_role("dialog")
    form.get_by_role("combobox", name="Patient").fill(patient["family_name"])
    desk.get_by_role("option", name=re.compile(patient["family_name"])).first.click()
    form.get_by_label("Visit").select_option(label="Consultation")
    form.get_by_label("Note").fill("Mornings only")
    form.get_by_role("button", name="Add somebody").click()
    name = f"{patient['given_name']} {patient['family_name']}"
    desk.get_by_role("button", name=f"Book: {name}").click()
    expect(form.get_by_role("radio", name=re.compile("^Consultation"))).to_be_checked()
    desk.keyboard.press("Escape")
    desk.get_by_role("button", name=f"No longer waiting: {name}").click()
    expect(desk.get_by_text("Taken off the list.")).to_be_visible()

    desk.goto(f"/patients/{patient['id']}?tab=details")
    desk.get_by_label("Wants no text messages").check()
    desk.get_by_role("button", name="Save the wishes").click()
    expect(desk.get_by_text("Saved.", exact=True)).to_be_visible()
    wishes = api.get(f"/api/patients/{patient['id']}/contact-preferences").json()
    assert (wishes["sms_opt_out"], wishes["email_opt_out"]) == (True, False)


def _is_fetched(page: Page, button: Locator) -> None:
    """A button brings a file of the kind its name says."""
    with page.expect_download() as coming:
        button.click()
    begins = coming.value.path().read_bytes()[:4]
    assert (begins == b"%PDF") == coming.value.suggested_filename.endswith(".pdf")
    assert begins


def test_every_report_is_a_table_and_a_sheet_of_paper(browse: Browse, clinic: Clinic) -> None:
    owner = browse("admin", "/clinic/figures?period=year")
    buttons = owner.get_by_role("button", name=re.compile(": (CSV|PDF)$"))
    expect(buttons).to_have_count(8)
    for button in buttons.all():
        _is_fetched(owner, button)
    patient = new_patient(clinic.as_("receptionist"))
    for path, kinds in (("/clinic/reports", ("CSV", "PDF")), (f"/desk/statements/{patient['id']}", ("PDF",))):
        owner.goto(path)
        for kind in kinds:
            _is_fetched(owner, owner.get_by_role("button", name=f"Download {kind}"))


def test_what_an_insurer_refused_is_given_to_somebody_with_a_next_step(browse: Browse, clinic: Clinic) -> None:
    desk = clinic.as_("receptionist")
    invoice, unique = insured_invoice(clinic, "primary", diagnosis_codes=["J45.909"])
    [coverage] = desk.get(f"/api/patients/{invoice['patient_id']}/coverages").json()["items"]
    claim = made(desk.post("/api/claims", json={"invoice_id": invoice["id"], "coverage_id": coverage["id"]}))
    made(desk.post("/api/claim-batches", json={"claim_ids": [claim["id"]]}))
    answer = remittance(claim, unique, rest="CO*16")
    made(desk.post("/api/remittances", content=answer, headers={"Content-Type": "text/plain"}))
    owner = browse("admin", "/desk/denials")
    row = owner.get_by_role("row").filter(has=owner.locator(f'a[href="/desk/claims/{claim["id"]}"]'))
    expect(row).to_contain_text("CO-16")
    row.get_by_role("button", name="Work on it").click()
    form = owner.get_by_role("dialog")
    form.get_by_role("radio", name="In work", exact=True).check()
    somebody = desk.get("/api/me").json()
    form.get_by_label("Who works on it").select_option(label=somebody["display_name"])
    form.get_by_label("Next step").fill("Send the note")
    form.get_by_role("button", name="Save").click()
    expect(row).to_contain_text("Send the note")
    [denial] = desk.get("/api/denials", params={"claim_id": claim["id"]}).json()["items"]
    assert (denial["status"], denial["owner_id"]) == ("in_work", somebody["id"])


def test_who_opened_a_record_is_a_letter_to_the_patient(browse: Browse, clinic: Clinic) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    owner = browse("admin", f"/patients/{patient['id']}?tab=accesses")
    _is_fetched(owner, owner.get_by_role("button", name="Letter to the patient"))
