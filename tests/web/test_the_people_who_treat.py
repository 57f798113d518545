"""The main job of a nurse and a doctor; what one writes survives a lost network, a killed browser, a locked screen."""

import re
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.integration.clinic import Clinic, eventually
from tests.integration.setting import Setting, new_patient

from .conftest import QUIET, SAME_PAGES, chromium_path, sign_in

Browse = Callable[..., Page]


def _waiting(clinic: Clinic, setting: Setting) -> tuple[dict[str, Any], dict[str, Any]]:
    """Somebody who sits in the waiting room: the patient and the visit."""
    desk = clinic.as_("receptionist")
    patient = new_patient(desk)
    start = datetime.now(UTC)
    slot = setting.slots(desk, start, start + timedelta(hours=26))[0]
    visit = setting.book(desk, patient["id"], starts_at=slot["starts_at"])
    assert desk.post(f"/api/appointments/{visit['id']}/arrive").status_code == 200
    return patient, visit


@SAME_PAGES
def test_a_nurse_brings_somebody_to_a_room_and_measures(browse: Browse, clinic: Clinic, setting: Setting) -> None:
    clinic.as_("admin").post("/api/rooms", json={"location_id": setting.location_id, "name": "Room 1"})
    patient, visit = _waiting(clinic, setting)
    name = f"{patient['given_name']} {patient['family_name']}"
    nurse = browse("nurse", "/rooms")
    waiting = nurse.get_by_role("region", name="Waiting").locator("div", has=nurse.get_by_role("button", name=name))
    waiting.get_by_role("button", name="To a room").last.click()
    nurse.get_by_role("menuitem", name=re.compile("Room 1")).click()
    room = nurse.get_by_role("region", name="Room 1")
    expect(room.get_by_role("button", name=name)).to_be_visible()
    assert clinic.as_("nurse").get(f"/api/appointments/{visit['id']}").json()["status"] == "roomed"

    nurse.goto(f"/patients/{patient['id']}?tab=chart")
    nurse.get_by_role("button", name="Add a measurement").click()
    nurse.get_by_label("Systolic").fill("128")
    nurse.get_by_label("Diastolic").fill("82")
    nurse.get_by_role("button", name="Add", exact=True).click()
    expect(nurse.get_by_role("img", name=re.compile("Blood pressure over time"))).to_be_visible()
    expect(nurse.get_by_text("128/82")).to_be_visible()
    expect(nurse.get_by_role("heading", name="Medications")).to_have_count(0)


@SAME_PAGES
def test_a_doctor_signs_what_a_nurse_wrote(browse: Browse, clinic: Clinic) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    path = f"/api/patients/{patient['id']}/notes"
    note = clinic.as_("nurse").post(path, json={"kind": "free", "text": "Wound dressed."}).json()
    doctor = browse("doctor", "/notes")
    name = f"{patient['given_name']} {patient['family_name']}"
    doctor.get_by_role("link", name=f"Open: {name}").click()
    doctor.get_by_role("button", name="Sign", exact=True).click()
    doctor.get_by_role("dialog").get_by_role("button", name="Sign", exact=True).click()
    expect(doctor.get_by_text("Signed", exact=True)).to_be_visible()
    signed = clinic.as_("doctor").get(f"{path}/{note['id']}").json()
    assert signed["signed_at"]
    assert signed["author_id"] != signed["signed_by"]


@SAME_PAGES
def test_a_draft_is_discarded_and_brought_back(browse: Browse, clinic: Clinic) -> None:
    patient, api = new_patient(clinic.as_("receptionist")), clinic.as_("doctor")
    path = f"/api/patients/{patient['id']}/notes"
    note = api.post(path, json={"kind": "free", "text": "Meant for somebody else."}).json()
    doctor = browse("doctor", f"/patients/{patient['id']}?tab=notes")
    doctor.get_by_role("button", name="Discard").click()
    doctor.get_by_role("dialog").get_by_role("button", name="Discard").click()
    expect(doctor.get_by_text("No notes yet")).to_be_visible()
    assert api.get(path).json()["items"] == []
    doctor.get_by_role("button", name="Undo").click()
    expect(doctor.get_by_text("Meant for somebody else.")).to_be_visible()
    assert [each["id"] for each in api.get(path).json()["items"]] == [note["id"]]


def test_a_doctor_writes_signs_and_completes(browse: Browse, clinic: Clinic, setting: Setting) -> None:
    patient, visit = _waiting(clinic, setting)
    api = clinic.as_("doctor")
    day = datetime.fromisoformat(visit["starts_at"]).astimezone(setting.zone)
    doctor = browse("doctor", f"/today?day={day:%Y-%m-%d}&visit={visit['id']}")
    drawer = doctor.get_by_role("dialog")
    drawer.get_by_role("button", name="Begin the visit").click()
    expect(drawer.get_by_role("button", name="Complete")).to_be_visible()
    drawer.get_by_role("link", name="Write the note").click()
    expect(doctor.get_by_label("Subjective")).to_be_focused()
    doctor.keyboard.type("Coughs since Monday.")
    doctor.keyboard.press("Tab")
    doctor.keyboard.type("Lungs clear.")
    expect(doctor.get_by_text("Saved", exact=True)).to_be_visible()
    [note] = api.get(f"/api/patients/{patient['id']}/notes").json()["items"]
    assert (note["subjective"], note["objective"], note["appointment_id"], note["signed_at"]) == (
        "Coughs since Monday.",
        "Lungs clear.",
        visit["id"],
        None,
    )
    doctor.keyboard.press("Control+Enter")
    doctor.get_by_role("dialog").get_by_role("button", name="Sign", exact=True).click()
    expect(doctor.get_by_text("Signed", exact=True)).to_be_visible()
    doctor.get_by_role("button", name="Add to it").click()
    doctor.get_by_label("Addendum").fill("Called back: better.")
    doctor.get_by_role("button", name="Add to it").click()
    expect(doctor.get_by_text("Called back: better.")).to_be_visible()

    doctor.goto(f"/today?day={day:%Y-%m-%d}&visit={visit['id']}")
    doctor.get_by_role("dialog").get_by_role("button", name="Complete").click()
    path = f"/api/invoices?patient_id={patient['id']}"
    eventually(lambda: clinic.as_("receptionist").get(path).json()["items"])
    desk = browse("receptionist", f"/today?view=list&day={day:%Y-%m-%d}")
    row = desk.get_by_role("row", name=re.compile(patient["family_name"]))
    expect(row.get_by_text("unpaid")).to_be_visible()


@contextmanager
def _a_browser_of_its_own(chromium: Browser, folder: Path) -> Iterator[tuple[Page, subprocess.Popen[bytes]]]:
    """A Chromium with a folder of its own, as on somebody's desk: it can be killed, and started again on the same."""
    port_file = folder / "DevToolsActivePort"
    port_file.unlink(missing_ok=True)
    words = [chromium_path(), *QUIET, "--headless=new", f"--user-data-dir={folder}", "--remote-debugging-port=0"]
    process = subprocess.Popen([*words, "about:blank"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        port = eventually(lambda: port_file.exists() and port_file.read_text().split(), within=30)[0]
        browser = chromium.browser_type.connect_over_cdp(f"http://127.0.0.1:{port}")
        page = browser.contexts[0].pages[0]
        page.set_default_timeout(15_000)
        yield page, process
    finally:
        process.kill()
        process.wait()


@SAME_PAGES
def test_a_note_survives_a_lost_network_and_a_killed_browser(
    chromium: Browser, clinic: Clinic, setting: Setting, tmp_path: Path
) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    path = f"{clinic.url}/patients/{patient['id']}?tab=notes&note=new"
    notes = f"/api/patients/{patient['id']}/notes"
    with _a_browser_of_its_own(chromium, tmp_path) as (page, process):
        page.goto(path)
        sign_in(page, *clinic.people["doctor"])
        expect(page.get_by_label("Subjective")).to_be_visible()
        page.context.set_offline(True)
        page.get_by_label("Subjective").fill("Fell from a ladder.")
        expect(page.get_by_text("Kept in this browser until the connection is back")).to_be_visible()
        kept = page.evaluate(
            """async () => {
            const open = indexedDB.open('clinic.drafts');
            await new Promise((resolve) => (open.onsuccess = resolve));
            const all = open.result.transaction('drafts').objectStore('drafts').getAll();
            await new Promise((resolve) => (all.onsuccess = resolve));
            return all.result.map((each) => [each.id, each.scope, new TextDecoder().decode(each.text)].join());
        }"""
        )
        assert len(kept) == 1
        assert "ladder" not in kept[0]
        assert patient["id"] not in kept[0]
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert clinic.as_("doctor").get(notes).json()["items"] == []

    with _a_browser_of_its_own(chromium, tmp_path) as (page, _):
        page.goto(path.replace("&note=new", ""))
        content = page.locator("#content")
        content.or_(page.get_by_label("E-mail")).first.wait_for()
        if not content.is_visible():
            sign_in(page, *clinic.people["doctor"])
        expect(page.get_by_text("that is only in this browser")).to_be_visible()
        page.get_by_role("button", name="Go on writing").click()
        expect(page.get_by_label("Subjective")).to_have_value("Fell from a ladder.")
        expect(page.get_by_text("Saved", exact=True)).to_be_visible()
    [note] = clinic.as_("doctor").get(notes).json()["items"]
    assert note["subjective"] == "Fell from a ladder."


@SAME_PAGES
def test_a_locked_screen_shows_nothing_and_keeps_the_work(browse: Browse, clinic: Clinic, setting: Setting) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    doctor = browse(None, f"/patients/{patient['id']}?tab=notes&note=new")
    doctor.clock.install()
    sign_in(doctor, *clinic.people["doctor"])
    doctor.get_by_label("Plan").fill("Comes back on")
    doctor.clock.fast_forward("11:00")
    # The lock comes as a part of its own; on a busy machine that takes a while.
    expect(doctor.get_by_role("heading", name="This screen is locked")).to_be_visible(timeout=20_000)
    assert doctor.evaluate("document.elementFromPoint(640, 400).closest('dialog:modal') !== null")
    doctor.reload()
    doctor.clock.run_for(1_000)
    expect(doctor.get_by_role("heading", name="This screen is locked")).to_be_visible()
    doctor.keyboard.press("Escape")
    doctor.get_by_label("Password", exact=True).fill("not this one at all")
    doctor.get_by_role("button", name="Unlock").click()
    expect(doctor.get_by_role("alert")).to_contain_text("is not right")
    doctor.get_by_label("Password", exact=True).fill(clinic.people["doctor"][1])
    doctor.get_by_role("button", name="Unlock").click()
    expect(doctor.get_by_role("heading", name="This screen is locked")).to_have_count(0)
    doctor.clock.run_for(3_000)
    expect(doctor.get_by_label("Plan")).to_have_value("Comes back on")


def test_a_document_is_put_into_the_record_and_looked_at(browse: Browse, clinic: Clinic, tmp_path: Path) -> None:
    patient = new_patient(clinic.as_("receptionist"))
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear colleague, thank you.")
    doctor = browse("doctor", f"/patients/{patient['id']}?tab=documents")
    doctor.locator("input[type=file]").set_input_files(letter)
    doctor.get_by_role("button", name=re.compile(r"letter\.txt")).click()
    expect(doctor.get_by_role("dialog").get_by_text("Dear colleague, thank you.")).to_be_visible()


@SAME_PAGES
def test_two_records_become_one_and_two_again(browse: Browse, clinic: Clinic) -> None:
    api = clinic.as_("receptionist")
    stays, goes = new_patient(api), new_patient(api)
    desk = browse("receptionist", f"/patients/{stays['id']}?tab=details")
    desk.get_by_role("button", name="Merge with another record").click()
    form = desk.get_by_role("dialog")
    form.get_by_role("combobox").fill(goes["record_number"])
    desk.get_by_role("option", name=re.compile(goes["record_number"])).click()
    form.get_by_role("button", name="Merge", exact=True).click()
    expect(desk.get_by_text("is part of this record now")).to_be_visible()
    assert api.get(f"/api/patients/{goes['id']}").json()["merged_into"] == stays["id"]
    desk.get_by_role("button", name="Take the merge back").click()
    expect(desk.get_by_text("Both records are as they were.", exact=True)).to_be_visible()
    assert api.get(f"/api/patients/{goes['id']}").json()["merged_into"] is None


@SAME_PAGES
def test_the_shell_opens_without_a_network_and_holds_nothing_of_a_patient(browse: Browse, clinic: Clinic) -> None:
    desk = browse("receptionist", "/patients", service_workers="allow")
    new_patient(clinic.as_("receptionist"))
    desk.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    desk.reload()
    desk.locator("#content").wait_for()
    kept = desk.evaluate(
        """async () => {
        const caches_ = await Promise.all((await caches.keys()).map((name) => caches.open(name)));
        return (await Promise.all(caches_.map((each) => each.keys()))).flat().map(({url}) => new URL(url).pathname);
    }"""
    )
    assert "/" in kept
    assert [path for path in kept if not re.fullmatch(r"/(icon\.svg|assets/[^/]+)?", path)] == []
    desk.context.set_offline(True)
    desk.reload()
    expect(desk.get_by_text("There is no connection")).to_be_visible()
    desk.context.set_offline(False)
