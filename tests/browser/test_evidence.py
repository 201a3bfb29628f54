"""A reviewer at the evidence page in a real browser: looks, edits, redacts, unmasks, by mouse and by keyboard."""

import threading
import time

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from tests.browser.test_approve import FLAGS
from tests.support.desk import REVIEWER, Asked, desk_of, drawn_case
from tests.support.running import free_port

SIZE = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")
def chromium():
    """A headless Chromium."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


class Opened:
    """A page of the desk, what its hands were asked for, and what the page complained about."""

    def __init__(self, page: Page, asked: Asked, number: str, address: str) -> None:
        self.page, self.asked, self.number, self.address = page, asked, number, address
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)

    def load(self) -> Page:
        self.page.goto(f"{self.address}/cases/{self.number}")
        expect(self.page.locator("#sheet")).to_have_css("visibility", "visible")
        return self.page

    def pixels(self, index: int) -> tuple[float, float, float, float]:
        """Where a frame or box lies, in pixels of the drawn page, as left, top, right, bottom."""
        return self.page.evaluate(
            """(at) => {
              const sheet = document.getElementById("sheet").getBoundingClientRect();
              const it = document.querySelectorAll(".frame, .box")[at].getBoundingClientRect();
              const by = 1240 / sheet.width;
              return [it.left - sheet.left, it.top - sheet.top, it.right - sheet.left, it.bottom - sheet.top].map(v => v * by);
            }""",
            index,
        )


@pytest.fixture
def opened(house, chromium):
    """Opens a drawn case for a person; every server and page is closed at the end."""
    ends = []

    def make(person=REVIEWER, number=None, scheme="light", **more) -> Opened:
        asked, port = Asked(), free_port()
        number = number or drawn_case(house, **more)
        config = uvicorn.Config(desk_of(house, person, asked), host="127.0.0.1", port=port, log_level="error")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        context = chromium.new_context(viewport=SIZE, color_scheme=scheme)
        ends.append((context, server, thread))
        return Opened(context.new_page(), asked, number, f"http://127.0.0.1:{port}")

    yield make
    for context, server, thread in ends:
        context.close()
        server.should_exit = True
        thread.join(10)
