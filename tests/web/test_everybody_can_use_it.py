"""Every page as its readers see it: axe finds nothing, 320 pixels are enough, two languages are spoken; pictures."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.integration.clinic import Clinic
from tests.integration.setting import Setting, new_patient

from .conftest import WEB

Browse = Callable[..., Page]
TOO_WIDE = "content.scrollWidth > content.clientWidth || document.documentElement.scrollWidth > innerWidth"
pytestmark = pytest.mark.parametrize(
    "clinic", ["one"], indirect=True, scope="session"
)  # the pages are the same on both
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PICTURES = WEB / "pictures"
"""Every page in light, dark and narrow, to be looked at; not kept in the repository."""
PAGES = {
    "receptionist": [
        "/today",
        "/today?view=week",
        "/today?view=month",
        "/today?view=list",
        "/today?by=room",
        "/rooms",
        "/patients",
        "/patients/new",
        "/desk?view=all",
        "/desk/claims",
        "/desk/claims?view=sent",
        "/desk/remittances",
        "/desk/denials",
        "/profile",
    ],
    "nurse": ["/rooms"],
    "doctor": ["/clinic/availability"],
    "admin": [
        f"/clinic/{page}"
        for page in (
            "reports",
            "figures",
            "staff",
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
    return {**patient, "invoice_id": invoice["id"], "claim_id": claim.json()["id"]}


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
    page.wait_for_timeout(100)
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    page.locator("h1").wait_for(state="attached")
    page.wait_for_timeout(100)


def _violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds; of one kind, if that is all that can have changed."""
    found: list[dict[str, Any]] = page.evaluate(
        """async (options) => (await axe.run(document, {...options, resultTypes: ['violations']})).violations
        .map(({id, nodes}) => ({id, html: nodes.slice(0, 3).map((node) => node.html.slice(0, 200))}))""",
        {"runOnly": {"type": "rule", "values": rules}} if rules else {"runOnly": RULES},
    )
    return [f"{each['id']}: {each['html']}" for each in found]


def _picture(page: Page, role: str, path: str, patient: dict[str, Any], look: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", path)
    name = re.sub(r"[^a-z]+", "-", name.lower()).strip("-")
    page.screenshot(path=PICTURES / f"{role}-{name}-{look}.jpg", type="jpeg", quality=70)


def test_the_sign_in_page(browse: Browse) -> None:
    page = browse()
    page.get_by_label("E-mail").wait_for()
    page.evaluate(AXE.read_text())
    assert _violations(page) == []


@pytest.mark.parametrize("role", list(PAGES))
def test_every_page_is_for_everybody_in_light_in_dark_and_on_a_small_phone(
    role: str, browse: Browse, patient: dict[str, Any]
) -> None:
    """Axe finds nothing in either look, and 320 pixels (or four times the size) are wide enough for everything."""
    page = browse(role, color_scheme="light", reduced_motion="reduce")
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = {}
    for path in _paths(role, patient):
        page.set_viewport_size({"width": 1280, "height": 860})
        page.emulate_media(color_scheme="light")
        _go(page, path)
        faults = _violations(page)
        _picture(page, role, path, patient, "light")
        page.emulate_media(color_scheme="dark")
        faults += _violations(page, rules=["color-contrast"])
        _picture(page, role, path, patient, "dark")
        page.emulate_media(color_scheme="light")
        page.set_viewport_size({"width": 320, "height": 640})
        page.wait_for_timeout(100)
        if page.evaluate(TOO_WIDE):
            faults.append("wider than a small phone")
        _picture(page, role, path, patient, "narrow")
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
