"""Makes the README's pictures from a running house with the sample packets: `make screenshots`."""

import re
import tempfile
from datetime import datetime
from pathlib import Path

import pypdfium2
from playwright.sync_api import Browser, Page, expect

from tasks.case.business_days import JST
from tasks.case.codes_text import LAYOUT_VERSION, FormCode, FormLanguage
from tasks.case.roles import Role
from tasks.decide.runs import newest_run_id, open_cases
from tasks.demo.history import make_history
from tasks.desk.signed_in import SignedIn
from tasks.figures.pages import PAGES
from tasks.forms.render import print_form
from tasks.forms.write_forms import forms_of
from tasks.policy import load_policy
from tasks.policy_page import explain_file, page_pdf
from tasks.store.cases import case_by_number
from tests.bench.figures.houses import bench_house
from tests.browser.test_approve import choose, desk, resume, sign_in, take_code, waits_at
from tests.support.chromium import headless
from tests.support.desk import desk_of
from tests.support.running import PROJECT, RunningHouse, serving, wait_for

TARGET = PROJECT / "samples" / "screenshots"
SHOWN = (
    "01-disclosure-complete",
    "02-purpose-notice",
    "03-correction",
    "04-fee-short",
    "05-agent-poa",
    "09-unreadable",
    "41-rakuro-records",
)
_SAMPLES_DAY = datetime(2026, 11, 20, 10, tzinfo=JST)


def main() -> None:
    """Takes the pictures: every page of the desk, the form in Prefect, a letter, a prescribed form, a policy's page."""
    TARGET.mkdir(exist_ok=True)
    paper()
    with tempfile.TemporaryDirectory(prefix="kaiji-") as folder:
        Path(folder).chmod(0o711)
        house = RunningHouse(Path(folder) / "home")
        moved = (_SAMPLES_DAY - datetime.now(JST)).total_seconds()
        house.environment["KAIJI_CLOCK_OFFSET_SECONDS"] = str(round(moved))
        house.up()
        try:
            house.hire(clock_offset_seconds=round(moved))
            for sample in SHOWN:
                house.put(sample)
            house.run("intake")
            with headless() as browser:
                take(browser, house)
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


def take(browser: Browser, house: RunningHouse) -> None:
    """The pictures, one person after another."""
    number = asking(house, "disclosure")
    reviewer = seat(browser, house, "sato", picture="sign-in")
    shot(reviewer, house, "/", "worklist")
    evidence(reviewer, house, number)
    answer(reviewer, house, number, "decide", lambda page, it: choose(page, it, "決定：開示", "開示する"))
    approver = seat(browser, house, "ito")
    answer(approver, house, number, "release", lambda page, it: choose(page, it, "対応", "発送を承認する"))
    wait_for(lambda: list((house.home / "outbox").rglob(f"{number}-1.pdf")), 60)
    (letter,) = (house.home / "outbox").rglob(f"{number}-1.pdf")
    pypdfium2.PdfDocument(letter)[0].render(scale=1.2).to_pil().save(TARGET / "letter.png")
    wait_for(lambda: waits_at(house, number) == "dispatch-reply-1", 60)
    shot(seat(browser, house, "mori"), house, "/dispatch", "dispatch")
    held_and_ordered(browser, house)
    figures(browser)
    shot(seat(browser, house, "ueda"), house, f"/audit?case={number}", "audit")


def figures(browser: Browser) -> None:
    """The pages of figures of a made-up year, as a manager sees them."""
    person = SignedIn("kato", frozenset({Role.MANAGER}), "ja", "token")
    with tempfile.TemporaryDirectory(prefix="kaiji-") as folder:
        Path(folder).chmod(0o711)
        with bench_house(Path(folder) / "home") as house:
            make_history(house, "1y", 4_000)
            with serving(desk_of(house, person)) as address:
                page = browser.new_page(viewport={"width": 1366, "height": 900})
                for name in PAGES:
                    page.goto(f"{address}/figures/{name}?full=1")
                    page.screenshot(path=str(TARGET / f"figures-{name}.png"))


def seat(browser: Browser, house: RunningHouse, handle: str, picture: str = "") -> Page:
    """Somebody at a browser, signed in."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.goto(desk(house))
    if picture:
        page.screenshot(path=str(TARGET / f"{picture}.png"))
    sign_in(page, handle, house.passwords[handle])
    return page


def shot(page: Page, house: RunningHouse, path: str, name: str) -> None:
    """One page of the desk."""
    page.goto(f"{desk(house)}{path}")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=str(TARGET / f"{name}.png"))


def evidence(page: Page, house: RunningHouse, number: str) -> None:
    """The evidence page: a field shown where it was read, boxes being changed, and a signing code."""
    page.goto(f"{desk(house)}/cases/{number}")
    page.wait_for_load_state("networkidle")
    page.locator('[data-show="id.address"]').click()
    expect(page.locator(".frame")).to_have_count(1)
    page.wait_for_timeout(1500)  # until the sharper picture is there
    page.screenshot(path=str(TARGET / "evidence.png"))
    page.keyboard.press("9")
    page.keyboard.press("r")
    page.keyboard.press("n")
    page.wait_for_timeout(1000)
    page.screenshot(path=str(TARGET / "redact.png"))
    page.once("dialog", lambda dialog: dialog.accept())
    take_code(page, house, number)
    page.screenshot(path=str(TARGET / "code.png"))


def answer(page: Page, house: RunningHouse, number: str, name: str, fill) -> None:
    """A form in Prefect, filled in, pictured and sent."""
    wait_for(lambda: waits_at(house, number).startswith(name), 60)
    code = take_code(page, house, number)

    def whole(dialog) -> None:
        fill(page, dialog)
        dialog.get_by_label("署名コード").fill(code)
        shown = dialog.get_by_text(re.compile("証拠画面を開く")).first
        shown.scroll_into_view_if_needed()
        page.screenshot(path=str(TARGET / f"{name}.png"))

    resume(page, house, str(newest_run_id(house.house, number)), whole)


def held_and_ordered(browser: Browser, house: RunningHouse) -> None:
    """What is held on somebody, with a system that a person searches; work orders; the notices; the same on a telephone."""
    correction, records = asking(house, "correction"), asking(house, "tp_records", disposition="needs_person")
    house.answer(records, "confirm-reading-1", "sato", verdict="sound", reason="確認済みです。")
    wait_for(lambda: waits_at(house, records) == "search-by-hand-1", 60)
    operator = seat(browser, house, "mori")
    shot(operator, house, f"/cases/{records}#part-held", "held")
    nothing = {"grounds": [], "reason": "", "send_back": "go_on"}
    wait_for(lambda: waits_at(house, correction) == "decide-1", 60)
    house.desk("sato").judge_near_matches(correction)
    house.answer(correction, "decide-1", "sato", correction="correct", **nothing)
    wait_for(lambda: waits_at(house, correction) == "carry-out-1", 60)
    shot(operator, house, f"/cases/{correction}#orders", "orders")
    (sheet, *_) = sorted((house.home / "orders").glob(f"{correction}-*.pdf"))
    pypdfium2.PdfDocument(sheet)[0].render(scale=1.2).to_pil().save(TARGET / "order.png")
    house.desk("mori").post(f"/cases/{correction}/acknowledge")
    approver = seat(browser, house, "ito")
    shot(approver, house, "/notices", "notices")


def asking(house: RunningHouse, kind: str, disposition: str = "ready_for_decision") -> str:
    """The first case that asks for one kind alone."""
    with house.house.database.transaction() as session:
        cases = [case_by_number(session, number) for number in open_cases(house.house)]
    return next(case.number for case in cases if case.kinds == [kind] and case.disposition == disposition)


if __name__ == "__main__":
    main()
