"""Makes the README's pictures from a running house with the sample packets: `make screenshots`."""

import tempfile
from datetime import datetime
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, sync_playwright
from sqlmodel import Session, create_engine, select

from tasks.case.clock import JST
from tasks.case.codes_text import LAYOUT_VERSION, FormCode, FormLanguage
from tasks.forms.render import print_form
from tasks.forms.write_forms import forms_of
from tasks.policy import load_policy
from tasks.policy_page import explain_file, page_pdf
from tasks.store.tables import Case, EventRow
from tests.browser.test_approve import FLAGS, choose, resume
from tests.support.running import PROJECT, RunningHouse, wait_for

TARGET = PROJECT / "samples" / "screenshots"
SHOWN = ("01-disclosure-complete", "02-purpose-notice", "04-fee-short", "07-id-missing", "09-unreadable")
_SAMPLES_DAY = datetime(2026, 11, 20, 10, tzinfo=JST)


def main() -> None:
    """Takes six pictures: the SLA page, an evidence page, the form in Prefect, a letter, a prescribed form, a policy's page."""
    TARGET.mkdir(exist_ok=True)
    paper()
    with tempfile.TemporaryDirectory(prefix="kaiji-") as folder:
        Path(folder).chmod(0o711)
        house = RunningHouse(Path(folder) / "home")
        moved = (_SAMPLES_DAY - datetime.now(JST)).total_seconds()
        house.environment["KAIJI_CLOCK_OFFSET_SECONDS"] = str(round(moved))
        house.up()
        try:
            for sample in SHOWN:
                house.put(sample)
            house.run("intake")
            take(house)
        finally:
            house.stop()


def paper() -> None:
    """What is printed without a house: a request form, and the first page that a privacy officer signs."""
    rococo = load_policy("rococo")
    named = next(each for each in forms_of(rococo) if each[0] == "disclosure")
    code = FormCode(LAYOUT_VERSION, rococo.code, named[0], FormLanguage.BILINGUAL, named[2], 1)
    form = pypdfium2.PdfDocument(print_form(rococo, code, named[1]).pdf)
    form[len(form) - 1].render(scale=1.2).to_pil().save(TARGET / "form.png")
    signed = pypdfium2.PdfDocument(page_pdf(explain_file("rococo"), "both"))
    signed[0].render(scale=1.2).to_pil().save(TARGET / "policy.png")


def take(house: RunningHouse) -> None:
    """The pictures, one after another."""
    number, run = disclosure(house)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        page = browser.new_context(viewport={"width": 1240, "height": 900}).new_page()
        desk = f"http://127.0.0.1:{house.desk_port}"
        page.goto(desk)
        page.screenshot(path=str(TARGET / "sla.png"))
        page.goto(f"{desk}/cases/{number}")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=str(TARGET / "evidence.png"), full_page=True)
        decide(page, house, run)
        browser.close()
    wait_for(lambda: list((house.home / "outbox").rglob(f"{number}-1.pdf")), 60)
    (letter,) = (house.home / "outbox").rglob(f"{number}-1.pdf")
    pypdfium2.PdfDocument(letter)[0].render(scale=1.2).to_pil().save(TARGET / "letter.png")


def decide(page: Page, house: RunningHouse, run: str) -> None:
    """The form of a decision, filled in and sent."""

    def approve(dialog: object) -> None:
        choose(page, dialog, "Decision: disclosure", "disclose")
        dialog.get_by_label("Your handle").fill("sato")
        page.screenshot(path=str(TARGET / "decide.png"))

    resume(page, house, run, approve)


def disclosure(house: RunningHouse) -> tuple[str, str]:
    """The complete disclosure and its run."""
    with Session(create_engine(house.database("kaiji"))) as session:
        cases = session.exec(select(Case).where(Case.disposition == "ready_for_decision")).all()
        case = next(case for case in cases if case.kinds == ["disclosure"])
        made = select(EventRow).where(EventRow.case_id == case.id, EventRow.kind == "run_created")
        return case.number, session.exec(made).one().facts["run"]


if __name__ == "__main__":
    main()
