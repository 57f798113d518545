"""Every page as its readers see it: axe finds nothing, 320 pixels are enough, two languages are spoken; pictures."""

import os
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.integration.clinic import Clinic
from tests.integration.setting import Setting, new_patient

from .conftest import SAME_PAGES, WEB

Browse = Callable[..., Page]
DRAWN = """async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))));
    const ending = (each) => each.effect.getComputedTiming().iterations !== Infinity;
    await Promise.allSettled(document.getAnimations().filter(ending).map((each) => each.finished));
}"""
"""Waits until what just changed is drawn, what watches sizes has had its turn, and nothing moves any more."""
TOO_WIDE = "content.scrollWidth > content.clientWidth || document.documentElement.scrollWidth > innerWidth"
TOO_WIDE_BESIDE = "document.querySelector('[role=dialog]').scrollWidth > innerWidth"
pytestmark = SAME_PAGES
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = WEB / "pictures"
"""Every page in light, dark and narrow, to be looked at, if `CLINIC_TEST_PICTURES` is set; not kept."""
PICTURED = bool(os.environ.get("CLINIC_TEST_PICTURES"))
CUT_OFF = """[...document.querySelectorAll('#content *, header *')].filter((each) => {
    const style = getComputedStyle(each);
    const hides = /hidden|clip/.test(style.overflowX + style.overflowY) && style.webkitLineClamp === 'none';
    const shortened = style.textOverflow === 'ellipsis' || style.clipPath !== 'none' || each.clientWidth < 2;
    const over = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
    return each.childElementCount === 0 && each.textContent.trim() && hides && !shortened && over;
}).map((each) => each.outerHTML.slice(0, 200))"""
"""Text that is cut off without a mark that says so."""
PAGES = {
    "receptionist": [
        "/today",
        "/today?view=week",
        "/today?view=month",
        "/today?view=list",
        "/today?by=room",
        "/rooms",
        "/waitlist",
        "/patients",
        "/patients/new",
        "/patients/duplicates",
        "/desk?view=all",
        "/desk/claims",
        "/desk/claims?view=sent",
        "/desk/remittances",
        "/desk/denials",
        "/profile",
    ],
    "nurse": ["/rooms"],
    "doctor": ["/notes", "/clinic/availability", "/clinic/feeds", "/clinic/wordings"],
    "admin": [
        f"/clinic/{page}"
        for page in (
            "reports",
            "figures",
            "staff",
            "roles",
            "programs",
            "feeds",
            "availability",
            "visit-types",
            "fees",
            "locations",
            "messages",
            "imports",
            "trail",
            "ledger",
            "health",
        )
    ],
}
TABS = {
    "receptionist": ["", "?tab=timeline", "?tab=appointments", "?tab=billing", "?tab=messages", "?tab=details"],
    "nurse": ["?tab=chart", "?tab=notes&note=new"],
    "doctor": ["", "?tab=timeline", "?tab=chart", "?tab=notes", "?tab=notes&note=new", "?tab=documents"],
    "admin": ["?tab=accesses"],
}


@pytest.fixture(scope="module")
def patient(clinic: Clinic, setting: Setting) -> dict[str, Any]:
    """Somebody with something in every corner of their record."""
    desk, doctor = clinic.as_("receptionist"), clinic.as_("doctor")
    patient = new_patient(desk, email="everything@patients.test", phone="+12125550199")
    path = f"/api/patients/{patient['id']}"
    setting.book(desk, patient["id"])
    pressure = {"unit": "mm[Hg]", "measured_at": "2026-10-01T09:00:00Z"}
    for list_, body in (
        ("allergies", {"substance": "Penicillin", "severity": "severe"}),
        ("problems", {"display": "Essential hypertension", "code": "I10"}),
        ("immunizations", {"vaccine": "Influenza", "given_on": "2026-10-01"}),
        ("vitals", {"kind": "blood_pressure_systolic", "value": 142} | pressure),
        ("vitals", {"kind": "blood_pressure_diastolic", "value": 91} | pressure),
        (
            "vitals",
            {"kind": "blood_pressure_systolic", "value": 131} | pressure | {"measured_at": "2026-11-01T09:00:00Z"},
        ),
        ("notes", {"kind": "free", "text": "Comes once a month."}),
    ):
        assert doctor.post(f"{path}/{list_}", json=body).status_code == 201
    note = doctor.post(f"{path}/notes", json={"kind": "soap", "subjective": "Coughs.", "plan": "Tea."}).json()
    assert doctor.post(f"{path}/notes/{note['id']}/sign").status_code == 200
    line = {"description": "Letter", "quantity": 1, "unit_price_minor": 2_500}
    invoice = desk.post("/api/invoices", json={"patient_id": patient["id"], "lines": [line]}).json()
    desk.post(f"/api/invoices/{invoice['id']}/issue")
    desk.post(f"/api/invoices/{invoice['id']}/payments", json={"amount_minor": 1_000, "method": "cash"})
    payer = clinic.as_("admin").post("/api/payers", json={"name": "Blue Harbor"}).json()
    covered = {"payer_id": payer["id"], "member_id": "M123", "valid_from": "2026-01-01"}
    coverage = desk.post(f"{path}/coverages", json=covered).json()
    claim = desk.post("/api/claims", json={"invoice_id": invoice["id"], "coverage_id": coverage["id"]})
    assert claim.status_code == 201, claim.text
    desk.post(f"/api/claims/{claim.json()['id']}/check")
    _around(clinic, setting, patient)
    return {**patient, "invoice_id": invoice["id"], "claim_id": claim.json()["id"]}


def _around(clinic: Clinic, setting: Setting, patient: dict[str, Any]) -> None:
    """Something on every page of what is set up around the work."""
    desk, owner = clinic.as_("receptionist"), clinic.as_("admin")
    alike = {"given_name": "Amal", "family_name": "Idris", "born_on": "1971-03-04", "phone": "+12125550133"}
    new_patient(desk, **alike)
    new_patient(desk, **alike)
    feed = {"name": "Phone", "practitioner_ids": [setting.doctor_id]}
    closed = {"starts_on": "2027-12-24", "ends_on": "2027-12-26", "reason": "Holidays"}
    role = {"name": "auditor", "description": "Looks at the figures.", "permissions": ["reports"]}
    for who, path, body in (
        (desk, "/api/waitlist", {"patient_id": patient["id"], "visit_type_id": setting.visit_type_id, "note": "Early"}),
        (owner, "/api/roles", role | {"totp_required": True}),
        (owner, "/api/programs", {"name": "Laboratory", "scopes": ["appointments.read"]}),
        (owner, "/api/calendar-feeds", feed | {"shows_patients": True}),
        (clinic.as_("doctor"), "/api/calendar-feeds", feed),
        (owner, f"/api/locations/{setting.location_id}/closures", closed),
        (owner, "/api/note-templates", {"name": "Check-up", "plan": "Comes back in a year."}),
        (owner, "/api/quick-phrases", {"name": "lungs", "text": "Lungs clear, no wheezing."}),
    ):
        made = who.post(path, json=body)
        assert made.status_code == 201, made.text


def _paths(role: str, patient: dict[str, Any]) -> list[str]:
    paths = PAGES[role] + [f"/patients/{patient['id']}{tab}" for tab in TABS[role]]
    if role == "receptionist":
        paths += [
            f"/desk/invoices/{patient['invoice_id']}",
            f"/desk/claims/{patient['claim_id']}",
            f"/desk/accounts/{patient['id']}",
            f"/desk/statements/{patient['id']}",
        ]
    return paths


def _go(page: Page, path: str) -> None:
    """Go there within the app and wait for what is on it; the live stream never ends, so the network is never idle."""
    if page.evaluate("location.pathname") != path.partition("?")[0]:
        page.evaluate("document.title = ''")  # the page before stays until its successor is loaded, which names itself
    page.evaluate("path => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }", path)
    page.wait_for_function("path => location.pathname + location.search === path && document.title !== ''", arg=path)
    page.evaluate(DRAWN)
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    page.locator("h1").wait_for(state="attached")
    page.evaluate(DRAWN)


def _violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds; of one kind, if that is all that can have changed."""
    found: list[dict[str, Any]] = page.evaluate(
        """async (options) => (await axe.run(document, {...options, resultTypes: ['violations']})).violations
        .map(({id, nodes}) => ({id, html: nodes.slice(0, 3).map((node) => node.html.slice(0, 200))}))""",
        {"runOnly": {"type": "rule", "values": rules}} if rules else {"runOnly": RULES},
    )
    return [f"{each['id']}: {each['html']}" for each in found]


def _picture(page: Page, role: str, path: str, look: str) -> None:
    if not PICTURED:
        return
    PICTURES.mkdir(exist_ok=True)
    name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", path)
    name = re.sub(r"[^a-z]+", "-", name.lower()).strip("-")
    page.screenshot(path=PICTURES / f"{role}-{name}-{look}.jpg", type="jpeg", quality=70)


@pytest.mark.parametrize("path", ["/", "/forgot-password", "/reset-password", "/reset-password#token"])
def test_the_pages_before_signing_in(path: str, browse: Browse) -> None:
    page = browse(None, path)
    page.locator("h1").wait_for()
    page.evaluate(AXE.read_text())
    assert _violations(page) == []


BESIDE = {
    "receptionist": {
        "/waitlist": "Add somebody",
        "/patients/duplicates": "Keep this record",
        "/today": "New booking",
    },
    "admin": {
        "/clinic/roles": "Make a role",
        "/clinic/programs": "Let a program in",
        "/clinic/feeds": "Share a calendar",
        "/clinic/wordings": "Add a template",
        "/clinic/locations": "Add a closure",
    },
}
"""Pages with what is pressed there to open a form beside them."""


@pytest.mark.parametrize("role", list(BESIDE))
def test_what_opens_beside_a_page_is_for_everybody_too(role: str, browse: Browse, patient: dict[str, Any]) -> None:
    page = browse(role, color_scheme="dark", reduced_motion="reduce")
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = {}
    for path, name in BESIDE[role].items():
        _go(page, path)
        page.get_by_role("button", name=name).first.click()
        page.get_by_role("dialog").get_by_role("button").last.wait_for()
        page.set_viewport_size({"width": 320, "height": 640})
        page.evaluate(DRAWN)
        if faults := _violations(page) + (["too wide"] if page.evaluate(TOO_WIDE_BESIDE) else []):
            found[path] = faults
        page.keyboard.press("Escape")
        page.set_viewport_size({"width": 1280, "height": 860})
    assert found == {}


@pytest.mark.parametrize("role", list(PAGES))
def test_every_page_is_for_everybody_in_light_in_dark_and_on_a_small_phone(
    role: str, browse: Browse, patient: dict[str, Any]
) -> None:
    """Axe finds nothing in either look; at 200 % and at 400 % everything is there, without scrolling sideways."""
    page = browse(role, color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = {}
    for path in _paths(role, patient):
        page.set_viewport_size({"width": 1280, "height": 860})
        page.emulate_media(color_scheme="light")
        _go(page, path)
        faults = _violations(page)
        _picture(page, role, path, "light")
        page.emulate_media(color_scheme="dark")
        faults += _violations(page, rules=["color-contrast"])
        _picture(page, role, path, "dark")
        page.emulate_media(color_scheme="light")
        # Twice the size is half the window, four times the size a quarter of it, and a small phone.
        for name, size in (("window at 200 %", (640, 430)), ("small phone", (320, 640))):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.evaluate(DRAWN)
            if page.evaluate(TOO_WIDE):
                faults.append(f"wider than a {name}")
            faults += [f"cut off in a {name}: {each}" for each in page.evaluate(CUT_OFF)]
        _picture(page, role, path, "narrow")
        if faults:
            found[path] = faults
    assert found == {}


def test_a_page_speaks_spanish_to_who_reads_spanish(browse: Browse, clinic: Clinic) -> None:
    page = browse(None, locale="es-MX")
    page.get_by_label("Correo electrónico").fill(clinic.people["receptionist"][0])
    page.get_by_label("Contraseña", exact=True).fill("not the password at all")
    page.get_by_role("button", name="Entrar").click()
    expect(page.get_by_role("alert")).to_contain_text("no son correctos")
    assert page.evaluate("document.documentElement.lang") == "es"


def test_what_a_role_may_not_do_is_not_offered(browse: Browse, patient: dict[str, Any]) -> None:
    page = browse("receptionist", f"/patients/{patient['id']}")
    page.get_by_role("tab", name="Details").wait_for()
    expect(page.get_by_role("tab", name="Chart")).to_have_count(0)
    expect(page.get_by_text("Penicillin")).to_have_count(0)
    page.goto("/clinic/trail")
    expect(page.get_by_text("not part of your work here").first).to_be_visible()
    doctor = browse("doctor", f"/patients/{patient['id']}")
    expect(doctor.get_by_text("Penicillin").first).to_be_visible()
