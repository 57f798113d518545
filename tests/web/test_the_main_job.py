"""The desk's main job through the pages: find or register, book, arrive, take money; others see it as it happens."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.integration.clinic import Clinic, eventually
from tests.integration.setting import Setting, new_patient

from .conftest import SAME_PAGES

Browse = Callable[..., Page]


def _somebody() -> tuple[str, str]:
    letters = "".join(secrets.choice("bcdfghklmnprst") + secrets.choice("aeiou") for _ in range(4))
    return "Nova", letters.capitalize()


def test_somebody_new_is_registered_booked_and_seen_to_arrive_on_another_screen(
    browse: Browse, setting: Setting
) -> None:
    given, family = _somebody()
    desk = browse("receptionist")
    # The doctor's screen is in another zone: the times are those of the location all the same.
    doctor = browse("doctor", timezone_id="Europe/Zurich")
    expect(doctor.get_by_text("Live", exact=True)).to_be_attached()

    desk.keyboard.press("n")
    drawer = desk.get_by_role("dialog")
    drawer.get_by_role("combobox", name="Patient").fill(f"{given} {family}")
    desk.get_by_role("option", name=re.compile("Register")).click()
    expect(drawer.get_by_label("First name")).to_have_value(given)
    expect(drawer.get_by_label("Last name")).to_have_value(family)
    drawer.get_by_label("Date of birth").fill("1980-02-29")
    drawer.get_by_role("radio", name="Female", exact=True).check()
    drawer.get_by_role("button", name="Register", exact=True).click()

    slots = drawer.get_by_role("radio", name=re.compile(r"\d:\d\d"))
    slots.first.wait_for()
    slots.first.check()
    book = drawer.get_by_role("button", name=re.compile("^Book "))
    booked_for = book.inner_text()
    book.click()
    expect(desk.get_by_text(re.compile(f"{given} {family} is booked for"))).to_be_visible()
    expect(drawer).to_be_hidden()

    today = datetime.now(UTC).astimezone(setting.zone)
    if f"{today:%B} {today.day}," not in booked_for:  # so late in the evening that tomorrow is next
        tomorrow = (today + timedelta(days=1)).date().isoformat()
        desk.goto(f"/today?day={tomorrow}")
        doctor.goto(f"/today?day={tomorrow}")
        expect(doctor.get_by_role("button", name=f"{given} {family}")).to_be_visible()
        return
    seen = doctor.locator(".visit", has_text=f"{given} {family}")
    expect(seen).to_be_visible(timeout=3_000)
    time = re.search(r"\d+:\d\d", booked_for)
    assert time
    expect(seen).to_contain_text(time[0])

    desk.get_by_role("button", name=f"{given} {family}").click()
    desk.get_by_role("button", name="Has arrived").click()
    expect(seen).to_contain_text("waiting", timeout=3_000)


@SAME_PAGES
def test_a_booking_needs_no_mouse(browse: Browse, clinic: Clinic, setting: Setting) -> None:
    patient = new_patient(clinic.as_("receptionist"), given_name="Kay", family_name=_somebody()[1])
    desk = browse("receptionist")
    desk.keyboard.press("n")
    field = desk.get_by_role("combobox", name="Patient", exact=True)
    expect(field).to_be_focused()
    desk.keyboard.type(patient["family_name"])
    desk.get_by_role("option", name=re.compile(patient["family_name"])).first.wait_for()
    desk.keyboard.press("Enter")
    kind = desk.get_by_role("radio", name=re.compile("^Consultation"))
    expect(kind).to_be_focused()
    desk.keyboard.press("Space")
    first = desk.get_by_role("radio", name=re.compile(r"\d:\d\d")).first
    first.wait_for()
    desk.keyboard.press("Tab")
    expect(desk.get_by_label("With", exact=True)).to_be_focused()
    desk.keyboard.press("Tab")
    expect(first).to_be_focused()
    desk.keyboard.press("Space")
    expect(first).to_be_checked()
    desk.keyboard.press("Enter")
    expect(desk.get_by_text(re.compile("is booked for"))).to_be_visible()


@SAME_PAGES
def test_a_series_shows_what_does_not_fit_and_is_moved_from_one_visit_on(
    browse: Browse, clinic: Clinic, setting: Setting
) -> None:
    api = clinic.as_("receptionist")
    patient = new_patient(api, given_name="Sera", family_name=_somebody()[1])
    start = (datetime.now(setting.zone) + timedelta(days=40)).replace(hour=3, minute=0, second=0, microsecond=0)
    third = (start + timedelta(days=14)).astimezone(UTC)
    setting.book(api, new_patient(api)["id"], starts_at=f"{third:%Y-%m-%dT%H:%M:%SZ}")
    desk = browse("receptionist", f"/patients/{patient['id']}")
    desk.get_by_role("button", name="Book a visit").first.click()
    drawer = desk.get_by_role("dialog")
    drawer.get_by_role("radio", name=re.compile("^Consultation")).check()
    drawer.get_by_label("From", exact=True).fill(f"{start:%Y-%m-%d}")
    day = drawer.get_by_role("group", name=f"{start:%A}, {start:%B} {start.day}")
    more = day.locator("..").get_by_role("button", name=re.compile("more times"))
    more.click()
    day.get_by_role("radio", name=re.compile("^3:00 AM")).check()
    drawer.get_by_label("Repeat").select_option("week")
    drawer.get_by_label("How many visits").fill("4")
    expect(drawer.get_by_text("1 visit does not fit.")).to_be_visible()
    expect(drawer.get_by_role("listitem")).to_have_count(4)
    expect(drawer.get_by_role("listitem").nth(2)).to_contain_text("just taken")
    drawer.get_by_role("radio", name="Leave them out").check()
    drawer.get_by_role("button", name="Book 3 visits").click()
    expect(desk.get_by_text(re.compile("is booked for 3 visits"))).to_be_visible()
    path = f"/api/appointments?patient_id={patient['id']}"
    booked = sorted(api.get(path).json()["items"], key=lambda each: str(each["starts_at"]))
    assert len(booked) == 3

    desk.goto(f"/today?day={start + timedelta(days=7):%Y-%m-%d}&visit={booked[1]['id']}")
    drawer.get_by_role("button", name="More").click()
    desk.get_by_role("menuitem", name="Move to another time").click()
    drawer.get_by_role("button", name=re.compile("more times")).first.click()
    drawer.get_by_role("radio", name=re.compile("^4:00 AM")).first.check()
    drawer.get_by_role("radio", name="This and all following").check()
    expect(drawer.get_by_text("All 2 visits fit.")).to_be_visible()
    drawer.get_by_role("button", name=re.compile("^Move to another time:")).click()
    expect(desk.get_by_text(re.compile("moved to"))).to_be_visible()
    moved = sorted(api.get(path).json()["items"], key=lambda each: str(each["starts_at"]))
    hours = [datetime.fromisoformat(each["starts_at"]).astimezone(setting.zone).hour for each in moved]
    assert hours == [3, 4, 4]


@SAME_PAGES
def test_a_second_record_of_the_same_person_is_warned_of_before_it_exists(browse: Browse, clinic: Clinic) -> None:
    family = _somebody()[1]
    known = new_patient(clinic.as_("receptionist"), given_name="Ada", family_name=family, phone="+12125550123")
    desk = browse("receptionist", "/patients/new")
    desk.get_by_label("First name").fill("Ada")
    desk.get_by_label("Last name").fill(family)
    desk.get_by_label("Date of birth").fill(known["born_on"])
    desk.get_by_role("radio", name="Female", exact=True).check()
    warning = desk.get_by_role("alert").filter(has_text="may be registered already")
    expect(warning).to_contain_text("same name, same date of birth")
    desk.get_by_role("button", name="Register", exact=True).click()
    expect(desk.get_by_role("button", name="Register anyway")).to_be_visible()
    found = clinic.as_("receptionist").get("/api/patients", params={"q": family}).json()["items"]
    assert len(found) == 1
    warning.get_by_role("button", name="Use this one").click()
    desk.wait_for_url(f"**/patients/{known['id']}")


@SAME_PAGES
def test_two_people_change_one_record_and_neither_loses_what_they_typed(browse: Browse, clinic: Clinic) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    path = f"/patients/{patient['id']}?tab=details"
    mine = browse("receptionist", path)
    expect(mine.get_by_label("First name")).to_have_value(patient["given_name"])
    clinic.as_("admin").patch(
        f"/api/patients/{patient['id']}", json={"email": "theirs@patients.test"}, headers={"If-Match": '"1"'}
    )
    mine.get_by_label("Phone").fill("+12125550188")
    mine.get_by_role("button", name="Save", exact=True).click()
    conflict = mine.get_by_role("alert").filter(has_text="Changed by somebody else")
    expect(conflict).to_contain_text("theirs@patients.test")
    conflict.get_by_role("button", name="Save mine over it").click()
    expect(mine.get_by_text("The details are saved.")).to_be_visible()
    now = clinic.as_("admin").get(f"/api/patients/{patient['id']}").json()
    assert (now["email"], now["phone"]) == ("theirs@patients.test", "+12125550188")


def test_money_is_taken_at_the_desk(browse: Browse, clinic: Clinic) -> None:
    api = clinic.as_("receptionist")
    patient = new_patient(api)
    line = {"description": "Letter", "quantity": 2, "unit_price_minor": 1_250}
    invoice = api.post("/api/invoices", json={"patient_id": patient["id"], "lines": [line]}).json()
    desk = browse("receptionist", f"/desk/invoices/{invoice['id']}")
    desk.get_by_role("button", name="Issue", exact=True).click()
    desk.get_by_role("dialog").get_by_role("button", name="Issue", exact=True).click()
    expect(desk.get_by_text("Owed: $25.00")).to_be_visible()
    desk.get_by_label("Amount").fill("10.00")
    desk.get_by_role("radio", name="Cash", exact=True).check()
    desk.get_by_role("button", name="Take $10.00").click()
    expect(desk.get_by_text("Owed: $15.00")).to_be_visible()
    expect(desk.get_by_text("Partly paid")).to_be_visible()
    assert api.get(f"/api/invoices/{invoice['id']}").json()["balance_minor"] == 1_500


@SAME_PAGES
def test_nothing_of_a_patient_stays_in_the_browser(browse: Browse, clinic: Clinic) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    desk = browse("receptionist", f"/patients/{patient['id']}")
    expect(desk.get_by_text(patient["record_number"]).first).to_be_visible()
    kept = desk.evaluate("JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage)])")
    for told in (patient["id"], patient["family_name"], patient["record_number"], "eyJ"):
        assert told not in kept
    desk.reload()
    expect(desk.get_by_text(patient["record_number"]).first).to_be_visible()
    desk.get_by_role("button", name=re.compile("Account of")).click()
    desk.get_by_role("menuitem", name="Sign out").click()
    expect(desk.get_by_label("Password", exact=True)).to_be_visible()
    desk.reload()
    expect(desk.get_by_label("Password", exact=True)).to_be_visible()


def test_somebody_invited_chooses_a_password_and_comes_in(browse: Browse, clinic: Clinic) -> None:
    email = f"new.{secrets.token_hex(3)}@clinic.test"
    owner = browse("admin", "/clinic/staff")
    owner.get_by_role("button", name="Invite somebody").click()
    form = owner.get_by_role("dialog")
    form.get_by_label("Name, as colleagues").fill("Newt Comer")
    form.get_by_label("E-mail").fill(email)
    form.get_by_role("radio", name="Nurse", exact=True).check()
    form.get_by_role("button", name="Send the invitation").click()
    expect(owner.get_by_text("Newt Comer gets an e-mail")).to_be_visible()

    token = eventually(lambda: clinic._invitation(email))
    guest = browse(None, f"/invitation#{token}")
    guest.get_by_label("New password").fill("a password for newt")
    guest.get_by_label("The same once more").fill("a password for newt")
    guest.get_by_role("button", name="Set the password").click()
    guest.get_by_role("link", name="Sign in").click()
    guest.get_by_label("E-mail").fill(email)
    guest.get_by_label("Password", exact=True).fill("a password for newt")
    guest.get_by_role("button", name="Sign in").click()
    expect(guest.get_by_role("link", name="Patients").first).to_be_visible()
    expect(guest.get_by_role("link", name="Staff")).to_have_count(0)


@SAME_PAGES
def test_a_visit_is_moved_by_hand_and_back(browse: Browse, clinic: Clinic, setting: Setting) -> None:
    api = clinic.as_("receptionist")
    day = (datetime.now(setting.zone) + timedelta(days=20)).replace(hour=10, minute=0, second=0, microsecond=0)
    patient = new_patient(api, given_name="Moe", family_name=_somebody()[1])
    booked = setting.book(api, patient["id"], starts_at=f"{day.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    desk = browse("receptionist", f"/today?day={day:%Y-%m-%d}", timezone_id="Asia/Kolkata")
    visit = desk.locator(".visit", has_text=f"Moe {patient['family_name']}")
    expect(visit).to_contain_text("10:00")
    visit.hover()  # brings it into view, and begins again when it is drawn anew meanwhile
    box = visit.bounding_box()
    assert box
    desk.mouse.move(box["x"] + 80, box["y"] + 10)
    desk.mouse.down()
    desk.mouse.move(box["x"] + 80, box["y"] + 40, steps=5)
    desk.mouse.move(box["x"] + 80, box["y"] + 62, steps=5)
    desk.mouse.up()
    expect(desk.get_by_text(re.compile("moved to 10:30"))).to_be_visible()
    moved = api.get(f"/api/appointments/{booked['id']}").json()
    assert datetime.fromisoformat(moved["starts_at"]) == day + timedelta(minutes=30)
    desk.get_by_role("button", name="Undo").click()
    expect(desk.get_by_text("Undone.")).to_be_visible()
    assert api.get(f"/api/appointments/{booked['id']}").json()["starts_at"] == booked["starts_at"]


@SAME_PAGES
def test_a_draft_changed_by_two_keeps_what_was_typed(browse: Browse, clinic: Clinic) -> None:
    api = clinic.as_("receptionist")
    line = {"description": "Letter", "quantity": 1, "unit_price_minor": 1_000}
    body = {"patient_id": new_patient(api)["id"], "lines": [line]}
    invoice = api.post("/api/invoices", json=body).json()
    desk = browse("receptionist", f"/desk/invoices/{invoice['id']}")
    desk.get_by_label("Text").fill("Long letter")
    theirs = {"lines": [line | {"unit_price_minor": 2_000}]}
    path = f"/api/invoices/{invoice['id']}"
    api.patch(path, json=theirs, headers={"If-Match": f'"{invoice["version"]}"'})
    desk.get_by_role("button", name="Save the lines").click()
    desk.get_by_role("button", name="Go on with mine").click()
    expect(desk.get_by_label("Text")).to_have_value("Long letter")
    desk.get_by_role("button", name="Save the lines").click()
    expect(desk.get_by_text("The lines are saved.")).to_be_visible()
    assert api.get(path).json()["lines"][0]["description"] == "Long letter"
