"""A reviewer in a real browser: looks at the evidence, approves in Prefect's own pages, and the letter is there."""

import re

import pytest
from playwright.sync_api import Page, expect, sync_playwright
from sqlmodel import Session, create_engine, select

from tasks.store.cases import case_by_number, state_of
from tasks.store.tables import Case, EventRow
from tests.support.running import wait_for

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
FLAGS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture
def page():
    """A page of a headless Chromium; what it asks other hosts for is written down."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        opened = browser.new_context(viewport={"width": 1300, "height": 950}).new_page()
        opened.foreign = []
        opened.on("response", lambda got: opened.foreign.append(got.url) if "//127.0.0.1" not in got.url else None)
        yield opened
        browser.close()


def sound_case(running) -> tuple[str, str]:
    """The number and run of the complete disclosure, told by its sound disposition."""
    with Session(create_engine(running.database("kaiji"))) as session:
        case = session.exec(select(Case).where(Case.disposition != "deficient")).one()
        made = select(EventRow).where(EventRow.case_id == case.id, EventRow.kind == "run_created")
        return case.number, session.exec(made).one().facts["run"]


def resume(page: Page, running, run: str, fill) -> None:
    """Opens the run in Prefect and answers it as a person does."""
    page.goto(f"http://127.0.0.1:{running.prefect_port}/v2/runs/flow-run/{run}")
    page.get_by_role("button", name="Open menu").first.click()
    page.get_by_role("menuitem", name="Resume").click()
    dialog = page.get_by_role("dialog")
    fill(dialog)
    page.screenshot(path=str(running.home / "form.png"))
    dialog.get_by_role("button", name=re.compile("Resume|Submit")).click()
    expect(dialog).to_be_hidden(timeout=15000)


def choose(page: Page, dialog, label: str, option: str) -> None:
    """Picks an option of a select."""
    dialog.get_by_label(label).first.click()
    page.get_by_role("option", name=option, exact=True).click()


def waits_at(running, number: str, step: str) -> bool:
    from tasks.case.progress import Wait, what_comes_next

    with Session(create_engine(running.database("kaiji"))) as session:
        coming = what_comes_next(state_of(session, case_by_number(session, number)))
    return isinstance(coming, Wait) and coming.step == step


def test_the_evidence_shows_redacted_pages_and_the_sla_page_no_person(running, page):
    """One click from the worklist to the pages; the worklist itself holds no personal data."""
    number, _ = sound_case(running)
    page.goto(f"http://127.0.0.1:{running.desk_port}/")
    shown = page.content()
    assert number in shown
    assert "林田" not in shown
    page.get_by_role("link", name=number).click()
    expect(page.get_by_role("heading", name="Pages, redacted")).to_be_visible()
    pictures = page.locator("figure img")
    assert pictures.count() == 5
    pictures.nth(1).scroll_into_view_if_needed()
    wait_for(lambda: pictures.nth(1).bounding_box()["height"] > 300, 20)  # a page, not a broken picture
    assert "林田" in page.content()


def test_approving_in_prefect_puts_the_letter_into_the_outbox(running, page):
    """The form is filled in Prefect's own dialog; the letter is written by the resumed run."""
    number, run = sound_case(running)
    if waits_at(running, number, "confirm_reading"):

        def confirm(dialog):
            choose(page, dialog, "Verdict", "sound")
            dialog.get_by_label("Your handle").fill("sato")

        resume(page, running, run, confirm)
        wait_for(lambda: waits_at(running, number, "decide"), 60)

    def approve(dialog):
        expect(dialog.get_by_text(number)).to_be_visible()
        choose(page, dialog, "Decision: disclosure", "disclose")
        dialog.get_by_label("Your handle").fill("sato")

    resume(page, running, run, approve)
    wait_for(lambda: list((running.home / "outbox").rglob(f"{number}-1.pdf")), 60)
    assert not page.foreign, "the Prefect pages loaded something from another host"
