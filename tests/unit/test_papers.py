"""What a reading says beyond its fields: how old a paper surely is, how many documents came, and how the fee did."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.case.words import Page, PageKind
from tasks.check.beyond_fields import documents_sent, form_is_whole, is_legible, issued_on
from tasks.check.evidence import DOUBTFUL, Papers
from tests.support.readings import SOUND, SOUND_PAGES, TODAY, Values, findings, page, reading, without

RECORD: Values = {"id.kind": ("住民票", "juminhyo")}


def papers(values: Values, *pages: Page) -> Papers:
    """The papers of a packet with these fields and pages."""
    return Papers(reading(values, pages))


def written(day: date) -> str:
    """A day as a register prints it."""
    return f"{day.year}年{day.month}月{day.day}日"


def test_the_day_of_issue_as_it_was_read() -> None:
    """A field of that name counts before anything that stands on the page."""
    record = papers(RECORD | {"id.issued_on": ("", "2026-01-05")}, page(PageKind.JUMINHYO, "2026年11月1日"))
    assert issued_on(record, "id", TODAY, 90).value == date(2026, 1, 5)


@given(st.lists(st.dates(date(2024, 1, 1), date(2027, 12, 31)), max_size=5))
def test_a_recent_day_on_a_paper_proves_a_recent_paper(days: list[date]) -> None:
    """Of all dates on the page only one within the limit, and not after receipt, says anything about its age."""
    found = issued_on(papers(RECORD, page(PageKind.JUMINHYO, *map(written, days))), "id", TODAY, 90)
    recent = [day for day in days if timedelta(0) <= TODAY - day <= timedelta(days=90)]
    assert found.value == max(recent, default=None)
    assert found.present


def test_another_papers_date_proves_nothing() -> None:
    """The date on the agent's record is not the person's."""
    own, other = page(PageKind.JUMINHYO, "2020年1月1日", index=0), page(PageKind.JUMINHYO, "2026年11月1日", index=1)
    assert issued_on(papers(RECORD, own, other), "id", TODAY, 90).unreadable
    assert not issued_on(papers(RECORD, other), "agent_id", TODAY, None).present


@pytest.mark.parametrize(
    ("pages", "number"),
    [
        ((page(PageKind.LICENCE), page(PageKind.LICENCE)), 1),
        ((page(PageKind.LICENCE), page(PageKind.JUMINHYO), page(PageKind.ENVELOPE)), 2),
        ((page(PageKind.LICENCE), page(PageKind.OTHER)), None),
        ((page(PageKind.LICENCE), page(PageKind.JUMINHYO, confidence=DOUBTFUL - 0.1)), None),
        ((page(PageKind.REQUEST_FORM),), 0),
    ],
)
def test_how_many_documents_came(pages: tuple[Page, ...], number: int | None) -> None:
    """Both sides of a card are one document; a page nobody is sure of leaves the number open, and so do two people's."""
    assert documents_sent(papers({}, *pages), by_agent=False) == number
    assert documents_sent(papers({}, *pages), by_agent=True) is None


def test_a_fee_in_stamps() -> None:
    """An enclosure that says so is a fee in stamps, to be counted by a person; stamps for the reply are none."""
    stamps = papers({}, page(PageKind.OTHER, "手数料として切手を", "同封します。"))
    assert (stamps.means(), stamps.instruments().unreadable) == ({"stamps"}, True)
    reply = papers({}, page(PageKind.OTHER, "返信用の切手を同封します。"))
    assert (reply.means(), reply.instruments().present) == (frozenset(), False)
    order = papers({}, page(PageKind.OTHER, "手数料として切手を同封します。"), page(PageKind.MONEY_ORDER))
    assert order.means() == frozenset()


def test_means_by_any_name_are_codes() -> None:
    """What the reader wrote in words or in codes is held against the policy's codes; unread means are unknown."""
    assert papers({"fee.means": ("切手;定額小為替", None)}).means() == {"stamps", "teigaku_kogawase"}
    assert papers({"fee.means": ("", "futsu_kogawase")}).means() == {"futsu_kogawase"}
    assert papers({}).means() == frozenset()
    assert Papers(reading({"fee.means": ("切手", None)}, doubtful={"fee.means": 0.3})).means() is None


def test_a_page_is_as_legible_as_its_letters() -> None:
    """Long lines count for more; a page without a line says nothing against itself."""

    def form(*lines: tuple[str, float]) -> Papers:
        texts = page(PageKind.REQUEST_FORM, *(text for text, _ in lines))
        sure = tuple(
            line.model_copy(update={"confidence": each}) for line, (_, each) in zip(texts.lines, lines, strict=True)
        )
        return papers({}, texts.model_copy(update={"lines": sure}))

    assert is_legible(form().pages_of(PageKind.REQUEST_FORM))
    assert is_legible(form(("個人情報開示等請求書", 0.95), ("氏", 0.2)).pages_of(PageKind.REQUEST_FORM))
    assert not is_legible(form(("個人情報開示等請求書", 0.3), ("氏名", 0.95)).pages_of(PageKind.REQUEST_FORM))
    assert is_legible(form(("個人情報開示等請求書", 0.3)).pages_of(PageKind.LICENCE))


def test_a_form_may_have_a_sheet_that_nobody_recognised() -> None:
    """A page that asks for name, address and birth date beside the form may be its other sheet; a covering letter is none."""
    sheet = page(PageKind.OTHER, "以下にご記入ください", "お名前", "ご住所", "生年月日")
    letter = page(PageKind.OTHER, "拝啓　書類をお送りします。", "氏名　山田太郎", "住所　大阪市")
    form = page(PageKind.REQUEST_FORM)
    assert form_is_whole(papers({}, form))
    assert form_is_whole(papers({}, form, letter))
    assert not form_is_whole(papers({}, sheet, form))
    assert findings(without(SOUND, "form.signature"), (*SOUND_PAGES, sheet))["form.complete"].result == "unreadable"
    assert findings(without(SOUND, "form.signature"), (*SOUND_PAGES, letter))["form.complete"].verdict == "fail"
