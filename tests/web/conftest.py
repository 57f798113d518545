"""`clinic`: a running clinic with the web app; `browse`: browsers of its people, watched for errors."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.integration.clinic import Clinic, many_processes, one_process
from tests.integration.setting import Setting, set_up

WEB = Path(__file__).parents[2] / "web"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what shares a clinic on one worker, as the stories do."""
    for item in items:
        if __package__ in item.nodeid.replace("/", "."):
            item.add_marker(pytest.mark.xdist_group("many processes" if "[many" in item.nodeid else "web"))


def _needed() -> None:
    if not CHROMIUM:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")
    if not (WEB / "dist" / "index.html").is_file():
        pytest.skip("the web app is not built: make web")


@pytest.fixture(scope="session", params=["one", "many"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The suite on both foundations, with the web app at its door."""
    _needed()
    folder = tmp_path_factory.mktemp(f"web_{request.param}")
    start = one_process if request.param == "one" else many_processes
    with start(folder, WEB_FOLDER=str(WEB / "dist")) as clinic:
        yield clinic


@pytest.fixture(scope="session")
def setting(clinic: Clinic) -> Setting:
    """A location, a visit type with a fee, and the doctor's hours."""
    return set_up(clinic)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; ended with the module, because its loop must not meet that of asyncio tests."""
    _needed()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def browse(clinic: Clinic, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """
    Opens a browser of its own for somebody of a role, signed in through the page; without a role nobody is.

    What a page throws, and what its content policy forbids, fails the test.
    """
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def browse(role: str | None = None, path: str = "/", **options: object) -> Page:
        context = chromium.new_context(
            base_url=clinic.url,
            **{"locale": "en-US", "viewport": {"width": 1280, "height": 860}, **options},  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None)
        page.goto(path)
        if role:
            sign_in(page, *clinic.people[role])
        return page

    yield browse
    for context in contexts:
        context.close()
    assert not wrong, wrong


def sign_in(page: Page, email: str, password: str) -> None:
    """Sign in as a person would."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.locator("#content").wait_for()
