"""What surrounds the figures: who has a case, files in people's words, a period only where there is one, the way back."""

import csv
import io
import re

import pytest
from fastapi.testclient import TestClient

from tasks.case.roles import Role
from tasks.desk.signed_in import SignedIn
from tasks.desk.worklist import assign
from tasks.figures.cells import POLICY
from tests.support.cases import open_case
from tests.support.desk import desk_of
from tests.support.figures_desk import address, cards, grid, sections, shows
from tests.support.moving import closed, decidable
from tests.support.random_rows import many_rows


def browser(house, *roles, language="en"):
    who = SignedIn("sato", frozenset(roles or Role), language, "token")
    return TestClient(desk_of(house, who), base_url="http://127.0.0.1", headers={"accept": "text/html"})


def rows_of(answer):
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_manager_sees_who_has_a_case_and_is_led_to_where_it_is_assigned(house):
    """The handle of the person, "nobody yet", or nothing where the case waits for no person; no way to the evidence."""
    mine, nobodys, over = decidable(house), decidable(house, b"two"), closed(house, b"three")
    assert not assign(house, [(mine, "decide-1")], "sato", "sato", frozenset({Role.REVIEWER}), house.now())
    html = browser(house, Role.MANAGER).get(address("cases", pick="received:2020-01-01/2100-01-01")).text
    (listed,) = sections(html).values()
    assert {row[0]: row[5] for row in grid(listed)} == {mine: "sato", nobodys: "nobody yet", over: "–"}
    links = set(listed.xpath(".//td/a/@href"))
    assert links == {f"/?show=all&q={mine}", f"/?show=all&q={nobodys}"}
    worklist = browser(house, Role.MANAGER).get(f"/?show=all&q={mine}")
    assert worklist.status_code == 200
    assert mine in worklist.text
    assert nobodys not in worklist.text


@pytest.mark.parametrize(("language", "head"), [("en", "Company"), ("ja", "会社")])
def test_a_file_in_words_says_what_the_page_says(house, language, head):
    """Heads and values in the reader's language, companies by name, numbers as numbers; the plain file stays in codes."""
    number = open_case(house)
    client = browser(house, language=language)
    worded = rows_of(client.get(address("cases.csv", pick="open", words="1")))
    plain = rows_of(client.get(address("cases.csv", pick="open")))
    assert worded[0][1] == POLICY.name.in_(language) == head
    assert plain[0][1] == "policy"
    assert worded[1][0] == plain[1][0] == number
    assert ("ロココ" if language == "ja" else "Rococo") in worded[1][1]
    assert worded[1][5:11] == plain[1][5:11]  # days and numbers
    today = rows_of(client.get(address("today/waiting.csv", words="1")))
    assert len(today) == len(rows_of(client.get(address("today/waiting.csv"))))
    assert re.search(r"[぀-ヿ一-鿿]", "".join(today[0])) is None or language == "ja"


def test_a_file_is_called_by_what_it_was_narrowed_to(house, monkeypatch):
    """The company and the period stand in its name; a list behind a number has no period of its own."""
    shows(monkeypatch, many_rows(60))
    client = browser(house)
    chosen = {"policy": ["north", "west"], "from": "2026-10-01", "to": "2026-10-31"}
    named = client.get(address("sla/by-month.csv", **chosen)).headers["content-disposition"]
    assert "sla-by-month-north%2Bwest-2026-10-01_2026-10-31-as-of-2027-01-13.csv" in named
    named = client.get(address("cases.csv", pick="open", **chosen)).headers["content-disposition"]
    assert "cases-north%2Bwest-as-of-2027-01-13.csv" in named


def test_only_figures_of_a_period_offer_one(house, monkeypatch):
    """Today and lists have none, and keep what was chosen for the other pages; the days of a period stand beside its name."""
    shows(monkeypatch, many_rows(60))
    client = browser(house)
    for page in ("today", "cases"):
        html = client.get(address(page, pick="open", period="365")).text
        assert '<select name="period">' not in html
        assert '<input type="hidden" name="period" value="365">' in html
        assert "/figures/sla?period=365" in html
    html = client.get(address("sla")).text
    assert '<select name="period">' in html
    assert "2026-10-16 – 2027-01-13" in html


def test_what_is_of_today_says_so_beside_a_period_that_is_over(house, monkeypatch):
    """The forecast and the age of open cases do not follow the period; a period to come is told to be one."""
    shows(monkeypatch, many_rows(60))
    client = browser(house)
    past = sections(client.get(address("sla", **{"from": "2026-10-01", "to": "2026-10-31"})).text)
    marked = {key for key, section in past.items() if section.xpath("./h2/span[@class='fg-day']")}
    assert {"ageing"} <= marked <= {"ageing", "forecast", "forecast-by-week", "at-risk", "what-if"}
    assert "as of today" not in client.get(address("sla")).text
    future = client.get(address("sla", **{"from": "2027-02-01", "to": "2027-02-28"})).text
    assert "has not begun" in future
    assert "has not begun" not in client.get(address("sla")).text


def test_a_share_of_promises_is_only_shown_where_there_are_any(house, monkeypatch):
    """No card without a figure where no company promises a day; the others stay."""
    rows = many_rows(60)
    shows(monkeypatch, rows)
    some = len(cards(sections(browser(house).get(address("sla", full="1")).text)["summary"]))
    shows(monkeypatch, [row.model_copy(update={"promise_days": None}) for row in rows])
    html = browser(house).get(address("sla", full="1")).text
    assert len(cards(sections(html)["summary"])) == some - 1
    assert "–" not in cards(sections(html)["summary"])


def test_contents_lead_to_every_table_and_a_mistyped_address_back_to_the_figures(house, monkeypatch):
    """Each jump has its section, in the order of the page; an error of the figures offers them, others the worklist."""
    shows(monkeypatch, many_rows(60))
    client = browser(house)
    html = client.get(address("sla")).text
    jumps = re.findall(r'<nav class="fg-toc".*?</nav>', html, re.DOTALL)[0]
    assert re.findall(r'href="#([a-z-]+)"', jumps) == list(sections(html))
    assert 'href="/figures/today">To the figures' in client.get(address("cases", pick="nothing")).text
    assert 'href="/">To the worklist' in client.get("/nowhere").text
