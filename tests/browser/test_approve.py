"""A request from the worklist to its released letter, in a real browser: several people, each with a code of their own."""

import re

import pytest
from playwright.sync_api import Page, expect

from tasks.case.progress import Wait
from tasks.case.roles import Role
from tasks.decide.asking import coming
from tasks.decide.runs import newest_run_id, open_cases
from tasks.engines.prefect_api import open_client
from tasks.engines.prefect_runs import Whereabouts, find_run
from tasks.store.accounts import add_account
from tasks.store.cases import case_by_number
from tests.support.running import wait_for

PASSWORD = "keyaki-momiji-sugi"


@pytest.fixture
def seat(chromium, running):
    """Seats a person at a browser of their own, signed in by the page; what it asks other hosts for is written down."""
    foreign, contexts = [], []

    def sit(handle: str) -> Page:
        context = chromium.new_context(viewport={"width": 1366, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("response", lambda got: foreign.append(got.url) if "//127.0.0.1" not in got.url else None)
        page.goto(desk(running))
        sign_in(page, handle, running.passwords.get(handle, PASSWORD))
        return page

    yield sit
    for context in contexts:
        context.close()
    assert not foreign, "a page loaded something from another host"


@pytest.fixture(scope="module")
def abe(running):
    """Somebody who may decide and may approve."""
    house = running.house
    with house.database.transaction() as session:
        add_account(session, "abe", [Role.REVIEWER, Role.APPROVER], house.now(), by="abe", password=PASSWORD)
    return "abe"


@pytest.fixture(scope="module")
def number(running):
    """The complete request, told by its sound disposition."""
    with running.house.database.transaction() as session:
        sound = [each for each in open_cases(running.house) if case_by_number(session, each).disposition != "deficient"]
    return sound[0]


def desk(running) -> str:
    return f"http://127.0.0.1:{running.desk_port}"


def sign_in(page: Page, handle: str, password: str) -> None:
    """Fills the sign-in page."""
    page.locator("input[name=handle]").fill(handle)
    page.locator("input[name=password]").fill(password)
    page.locator("main button").first.click()
    expect(page.locator("a.me")).to_have_text(handle)


def take_code(page: Page, running, number: str) -> str:
    """Opens the evidence and takes a code there."""
    page.goto(f"{desk(running)}/cases/{number}")
    page.wait_for_load_state("networkidle")
    page.locator("#take-code button").click()
    expect(page.locator("#code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    return page.locator("#code").inner_text()


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


def choose(page: Page, dialog, label: str, *options: str) -> None:
    """Picks options of a select, or of one that takes several and stays open: Escape on a closed one would shut the form."""
    opener = dialog.get_by_label(label).first.element_handle()
    opener.click()
    for option in options:
        page.get_by_role("option", name=option, exact=True).click()
    if opener.get_attribute("aria-expanded") == "true":
        page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)


def waits_at(running, number: str) -> str:
    """The key at which a case waits, and its run in Prefect with it."""
    now = coming(running.house, number)
    if not isinstance(now, Wait):
        return ""
    with open_client(f"http://127.0.0.1:{running.prefect_port}") as client:
        run = find_run(client, newest_run_id(running.house, number))
    return now.key if (run.whereabouts, run.key) == (Whereabouts.WAITING, now.key) else ""


def answer(page: Page, running, number: str, code: str, fill) -> None:
    """Answers the waiting run of a case with a code."""

    def whole(dialog) -> None:
        fill(dialog)
        dialog.get_by_label("署名コード").fill(code)

    resume(page, running, str(newest_run_id(running.house, number)), whole)


def refuse(page: Page):
    """The form of a refusal, filled in."""

    def fill(dialog) -> None:
        choose(page, dialog, "決定：開示", "応じない")
        choose(page, dialog, "不開示等の理由", "5")
        dialog.get_by_label("理由", exact=False).last.fill("業務の適正な実施に支障があるため")

    return fill


def test_nobody_sees_anything_before_signing_in(chromium, running, number):
    """Every page leads to the sign-in page; a wrong password stays there."""
    page = chromium.new_page()
    page.goto(f"{desk(running)}/cases/{number}")
    expect(page.locator("input[name=password]")).to_be_visible()
    assert number not in page.locator("main").inner_text()
    page.locator("input[name=handle]").fill("sato")
    page.locator("input[name=password]").fill("not the password")
    page.locator("main button").first.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.close()


def test_a_reviewer_corrects_the_evidence(running, seat, number):
    """From the worklist to the evidence; a field is put right, a box is added, burned and verified."""
    page = seat("sato")
    expect(page.locator("main")).to_contain_text(number)
    assert "林田" not in page.content()
    page.locator(f'a[href="/cases/{number}"]').first.click()
    expect(page.locator("#sheet")).to_have_css("visibility", "visible")
    page.wait_for_load_state("networkidle")
    assert "林田" in page.content()
    page.locator('[data-edit="person.phone"]').click()
    page.locator(".editing input").fill("06-1234-5678")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("保存し、案件を再確認しました。", timeout=20000)
    expect(page.locator('[data-field="person.phone"] .value')).to_have_text("06-1234-5678")
    page.keyboard.press("r")
    expect(page.locator("#mode-redact")).to_be_visible()
    boxes = page.locator(".box").count()
    page.keyboard.press("n")
    expect(page.locator(".box")).to_have_count(boxes + 1)
    page.locator("#burn").click()
    expect(page.locator("#said")).to_have_text("頁を黒塗りし直し、検証しました。", timeout=90000)
    wait_for(lambda: waits_at(running, number).startswith(("decide", "confirm")), 30)


def test_a_decision_needs_a_good_code_and_a_second_person(running, seat, abe, number):
    """A wrong code comes back with its reason; a refusal waits for an approver, who is not the one who decided."""
    page = seat(abe)
    if waits_at(running, number).startswith("confirm"):
        answer(
            page,
            running,
            number,
            take_code(page, running, number),
            lambda it: choose(page, it, "確認の結果", "問題なし"),
        )
        wait_for(lambda: waits_at(running, number) == "decide-1", 60)
    answer(page, running, number, "2222-2222", refuse(page))
    wait_for(lambda: waits_at(running, number) == "decide-2", 60)

    def told(dialog) -> None:
        expect(dialog.get_by_text("署名コードが正しくありません", exact=False)).to_be_visible()
        refuse(page)(dialog)

    answer(page, running, number, take_code(page, running, number), told)
    wait_for(lambda: waits_at(running, number) == "approve-1", 60)
    page.goto(f"{desk(running)}/cases/{number}")
    expect(page.locator(".head .why")).to_be_visible()
    expect(page.locator("#take-code")).to_have_count(0)


def test_an_approver_approves_and_the_letter_is_released(running, seat, number):
    """Two askings later the letter lies in the outbox, and not before."""
    page = seat("ito")
    answer(page, running, number, take_code(page, running, number), lambda it: choose(page, it, "対応", "承認する"))
    wait_for(lambda: waits_at(running, number) == "release-reply-1", 60)
    assert not list((running.home / "outbox").rglob(f"{number}-*.pdf"))
    answer(
        page, running, number, take_code(page, running, number), lambda it: choose(page, it, "対応", "発送を承認する")
    )
    wait_for(lambda: list((running.home / "outbox").rglob(f"{number}-1.pdf")), 60)


def test_an_auditor_sees_who_did_what(running, seat, number):
    """The decision, the approval and every look at the evidence, each with its person; the record is whole."""
    page = seat("ueda")
    page.goto(f"{desk(running)}/audit?case={number}")
    shown = page.locator("main").inner_text()
    for words in ("abe が「請求の決定", "ito が「決定の承認", "sato が"):
        assert words in shown
    assert "林田" not in page.content()
    assert "whole" in running.run("audit", "verify")
