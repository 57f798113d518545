"""`clinic`: a running clinic with the web app; `browse`: browsers of its people, watched for errors."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.integration.clinic import Clinic, many_processes, one_process
from tests.integration.setting import Setting, set_up

WEB = Path(__file__).parents[2] / "web"
NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

SAME_PAGES = pytest.mark.parametrize("clinic", ["one"], indirect=True, scope="session")
"""Marks what happens in the browser alone: its pages, and what they call, are the same on both foundations."""


def chromium_path() -> str:
    """
    The system's Chromium; on Debian, as root, it is installed if it is missing.

    These tests are never skipped: without a browser they fail, and say which ways there are.
    """
    found = os.environ.get("CLINIC_TEST_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    if not found and os.geteuid() == 0 and shutil.which("apt-get"):
        for words in (("update",), ("install", "-y", "--no-install-recommends", "chromium")):
            subprocess.run(["apt-get", "-qq", *words], check=False, capture_output=True, timeout=600)
        found = shutil.which("chromium")
    if not found:
        pytest.fail("no Chromium: install it, or name it in CLINIC_TEST_CHROMIUM")
    return found


def _built() -> None:
    if not (WEB / "dist" / "index.html").is_file():
        pytest.fail("the web app is not built: make web")


@pytest.fixture(scope="session", params=["one", "many"])
def clinic(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """The suite on both foundations, with the web app at its door."""
    _built()
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

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(QUIET))
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
            **{  # type: ignore[arg-type]
                "locale": "en-US",
                "viewport": {"width": 1280, "height": 860},
                "service_workers": "block",
                **options,
            },
        )
        context.set_default_timeout(15_000)
        expect.set_options(timeout=15_000)
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
