"""Every page as its readers see it: axe finds nothing, 320 pixels are wide enough, both languages are spoken."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.integration.clinic import Clinic
from tests.integration.setting import Setting, new_patient

from .conftest import WEB

Browse = Callable[..., Page]
AXE = WEB / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = {
    "receptionist": ["/today", "/today?view=list", "/patients", "/patients/new", "/desk?view=all", "/profile"],
    "doctor": ["/clinic/availability"],
    "admin": [
        f"/clinic/{page}"
        for page in (
            "reports",
            "staff",
            "availability",
            "visit-types",
            "fees",
            "locations",
            "trail",
            "ledger",
            "health",
        )
    ],
}
TABS = {
    "receptionist": ["", "?tab=appointments", "?tab=billing", "?tab=messages", "?tab=details"],
    "doctor": ["", "?tab=chart"],
}


@pytest.fixture(scope="module")
def patient(clinic: Clinic, setting: Setting) -> dict[str, Any]:
    """Somebody with something in every corner of their record."""
    desk, doctor = clinic.as_("receptionist"), clinic.as_("doctor")
    patient = new_patient(desk, email="everything@patients.test", phone="+12125550199")
    setting.book(desk, patient["id"])
    for path, body in (
        ("allergies", {"substance": "Penicillin", "severity": "severe"}),
        ("problems", {"display": "Essential hypertension", "code": "I10"}),
        ("immunizations", {"vaccine": "Influenza", "given_on": "2026-10-01"}),
    ):
        assert doctor.post(f"/api/patients/{patient['id']}/{path}", json=body).status_code == 201
    line = {"description": "Letter", "quantity": 1, "unit_price_minor": 2_500}
    invoice = desk.post("/api/invoices", json={"patient_id": patient["id"], "lines": [line]}).json()
    desk.post(f"/api/invoices/{invoice['id']}/issue")
    desk.post(f"/api/invoices/{invoice['id']}/payments", json={"amount_minor": 1_000, "method": "cash"})
    return {**patient, "invoice_id": invoice["id"]}


def _paths(role: str, patient: dict[str, Any]) -> list[str]:
    paths = PAGES[role] + [f"/patients/{patient['id']}{tab}" for tab in TABS.get(role, [])]
    if role == "receptionist":
        paths += [f"/desk/invoices/{patient['invoice_id']}", f"/desk/accounts/{patient['id']}"]
    return paths


def _settled(page: Page, path: str) -> None:
    """Go there and wait for what is on it; the live stream never ends, so the network is never idle."""
    page.goto(path)
    page.locator("h1").wait_for(state="attached")
    expect(page.get_by_role("status", name="Loading")).to_have_count(0)
    page.wait_for_timeout(350)


def _violations(page: Page) -> list[str]:
    page.evaluate(AXE.read_text())
    found: list[dict[str, Any]] = page.evaluate(
        """async (tags) => (await axe.run(document, {runOnly: tags})).violations
        .map(({id, nodes}) => ({id, html: nodes.slice(0, 3).map((node) => node.html.slice(0, 200))}))""",
        RULES,
    )
    return [f"{each['id']}: {each['html']}" for each in found]


def test_the_sign_in_page(browse: Browse) -> None:
    page = browse()
    page.get_by_label("E-mail").wait_for()
    assert _violations(page) == []


@pytest.mark.parametrize("role", ["receptionist", "doctor", "admin"])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_on_any_page(role: str, look: str, browse: Browse, patient: dict[str, Any]) -> None:
    page = browse(role, color_scheme=look, reduced_motion="reduce")
    found = {}
    for path in _paths(role, patient):
        _settled(page, path)
        if violations := _violations(page):
            found[path] = violations
    assert found == {}


@pytest.mark.parametrize("role", ["receptionist", "admin"])
def test_no_page_is_wider_than_a_small_phone(role: str, browse: Browse, patient: dict[str, Any]) -> None:
    page = browse(role, viewport={"width": 320, "height": 640}, has_touch=True, is_mobile=True)
    wide = []
    for path in _paths(role, patient):
        _settled(page, path)
        if page.evaluate(
            "content.scrollWidth > content.clientWidth || document.documentElement.scrollWidth > innerWidth"
        ):
            wide.append(path)
    assert wide == []


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
