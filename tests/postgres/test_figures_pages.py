"""The pages of figures on a real PostgreSQL: what they say is what the record says, and no number hides its cases."""

import csv
import io
import threading
import time
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from datetime import date, timedelta

import psutil
import pytest
from fastapi.testclient import TestClient

from tasks.case.bilingual import Said
from tasks.case.roles import Role
from tasks.case.words import RequestKind
from tasks.desk import figures_content, figures_made, figures_tables
from tasks.desk.figures_cache import Kept
from tasks.desk.figures_csv import csv_of
from tasks.desk.figures_plots import draw, end_drawing, plot_of
from tasks.desk.figures_query import usual
from tasks.desk.signed_in import SignedIn
from tasks.figures.case_list import PAGE, cases_table
from tasks.figures.filters import Filter
from tasks.figures.frames import Mail
from tasks.figures.pages import PAGES, tables_of
from tasks.figures.table import Cell, Column, Table
from tests.support.cases import ADDRESS, NAME, VALUES, open_case
from tests.support.desk import desk_of
from tests.support.figures_desk import address, cards, grid, is_told, numbers, sections, shows, text
from tests.support.moving import SHORT, closed
from tests.support.naive_figures import NaiveFigures
from tests.support.naive_forecast import NaiveForecast
from tests.support.naive_quality import naive_quality
from tests.support.random_rows import CALENDAR, NOW, frames_by_chance, many_rows

HTML = {"accept": "text/html"}
TODAY = NOW.date()
FILTERS = [
    {},
    {"period": "365", "policy": ["north", "west"]},
    {"period": "this-month", "kind": ["disclosure", "correction"]},
    {"period": "own", "from": "2026-11-01", "to": "2026-12-31", "kind": ["suspend_erase"]},
]


def person(*roles, language="en"):
    return SignedIn("sato", frozenset(roles or Role), language, "token")


def browser(house, who=None):
    return TestClient(
        desk_of(house, who or person()), base_url="http://127.0.0.1", headers=HTML, follow_redirects=False
    )


def shown(client, page, **query):
    answer = client.get(address(page, **query))
    assert answer.status_code == 200, answer.text
    return answer.text


def chosen_by(query):
    """The filter that a query of `FILTERS` means, worked out by hand."""
    first, last = {
        None: (TODAY - timedelta(days=89), TODAY),
        "365": (TODAY - timedelta(days=364), TODAY),
        "this-month": (date(2027, 1, 1), TODAY),
        "own": (date(2026, 11, 1), date(2026, 12, 31)),
    }[query.get("period")]
    return Filter(first, last, tuple(query.get("policy", ())), tuple(query.get("kind", ())))


def in_full(client, page):
    """The answer to an open page's own question, asked until nothing is still to come."""
    for _ in waiting(30):
        answer = client.get(f"/figures/{page}/content")
        assert answer.status_code == 200, answer.text
        if "retry-after" not in answer.headers:
            return answer
    raise AssertionError(page)


def waiting(seconds):
    """Comes back again and again, for so long at most."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        yield
        time.sleep(0.05)


def rows_of_csv(answer):
    assert answer.status_code == 200
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


# --- numbers


@pytest.mark.parametrize("query", FILTERS)
def test_every_number_on_the_pages_equals_the_recount(house, monkeypatch, query):
    """The HTML, not only the tables, says what plain loops over the same histories say."""
    rows, chosen = many_rows(300, seed=11), chosen_by(query)
    shows(monkeypatch, rows, Mail({"checked": 2}, 3))
    client = browser(house)

    def wanted(row):
        of_kind = not chosen.kinds or any(kind in chosen.kinds for kind in row.kinds)
        return of_kind and (not chosen.policies or row.policy in chosen.policies)

    naive = NaiveFigures(rows, NOW, CALENDAR.holidays, chosen.first, chosen.last, wanted)
    mine = [row for row in rows if wanted(row)]
    late = NaiveForecast(mine, TODAY, NOW, CALENDAR.holidays).probably_late()
    expected = {
        "today": naive.today_tables(3, late),
        "sla": naive.sla_tables(),
        "quality": naive_quality(mine, TODAY, chosen.first, chosen.last),
    }
    for page, tables in expected.items():
        found = sections(shown(client, page, **query))
        assert tables.keys() <= found.keys()
        for key, values in tables.items():
            if key == "now":
                assert [int(each.replace(",", "")) for each in cards(found[key])] == [row[1] for row in values]
                continue
            told = grid(found[key])
            assert [len(row) for row in told] == [len(row) for row in values], key
            for texts, row in zip(told, values, strict=True):
                assert all(map(is_told, texts, row)), (key, texts, row)


@pytest.mark.parametrize(
    ("page", "query"), [("today", FILTERS[0]), ("sla", FILTERS[0]), ("sla", FILTERS[1]), ("quality", FILTERS[2])]
)
def test_whoever_clicks_a_number_sees_so_many_cases(house, monkeypatch, page, query):
    """Every linked number of every page, narrowed or not."""
    shows(monkeypatch, many_rows(150, seed=23))
    client = browser(house)
    found = numbers(shown(client, page, full="1", **query))
    assert len(found) > 5
    for link, number in found.items():
        answer = client.get(link)
        assert answer.status_code == 200, link
        (listed,) = sections(answer.text).values()
        assert text(listed.xpath(".//p[@class='fg-count']")[0]).split()[0] == str(number), link
        assert len(grid(listed)) == min(number, PAGE), link


def test_a_list_has_all_its_cases_page_by_page_in_the_order_asked_for(house, monkeypatch):
    """A hundred at a time, none twice, none missing; a second click on a head turns it round."""
    frames = shows(monkeypatch, many_rows(700, seed=5))
    client = browser(house)
    link, seen = address("cases", pick="received:2020-01-01/2030-01-01", order="-days", policy="north"), []
    while link:
        (listed,) = sections(client.get(link).text).values()
        seen += grid(listed)
        link = next((each.get("href") for each in listed.xpath(".//a[@rel='next']")), "")
    mine = frames.cases.filter(frames.cases["policy"] == "north")
    assert len(seen) > PAGE
    assert sorted(row[0] for row in seen) == sorted(mine["number"])
    days = [int(row[9]) for row in seen]
    assert days == sorted(days, reverse=True)
    head = listed.xpath(".//th[@aria-sort='descending']/a")[0].get("href")
    (turned,) = sections(client.get(head).text).values()
    assert [int(row[9]) for row in grid(turned)] == sorted(days)[:PAGE]


def test_only_who_may_see_evidence_is_led_to_it(house, monkeypatch):
    """A manager sees the same numbers of cases, and no door to them; nobody is led to a page of another's role."""
    shows(monkeypatch, many_rows(300, seed=3))
    for page in ("today", "sla", "cases"):
        query = {"pick": "open"} if page == "cases" else {}
        reviewer = shown(browser(house, person(Role.REVIEWER)), page, **query)
        manager = shown(browser(house, person(Role.MANAGER)), page, **query)
        assert 'href="/cases/' in reviewer
        assert 'href="/cases/' not in manager
        if page == "today":
            assert 'href="/dispatch"' not in manager.split("<main")[1]
            assert 'href="/dispatch"' in shown(browser(house, person(Role.OPERATOR)), page).split("<main")[1]


# --- files


@pytest.mark.parametrize("query", FILTERS[:2])
def test_a_csv_is_its_table(house, monkeypatch, query):
    """Every table of every page, value by value, in codes; the list behind a number with all its cases."""
    frames = shows(monkeypatch, many_rows(300, seed=8))
    chosen, client = chosen_by(query), browser(house, person(language="ja"))
    for page in PAGES:
        for table in tables_of(page, frames, chosen.with_all_rows):
            heads, *rows = rows_of_csv(client.get(address(f"{page}/{table.key}.csv", **query)))
            assert heads == [column.key for column in table.columns]
            assert rows == [[said(cell) for cell in row] for row in table.rows]
    listed = cases_table(frames, chosen, ("open",), size=1000)
    _, *rows = rows_of_csv(client.get(address("cases.csv", pick="open", **query)))
    assert len(rows) == listed.total
    assert [row[0] for row in rows] == [row[0].value for row in listed.table.rows]


def said(cell):
    """A cell as the file must have it, by other means than the file's own."""
    return cell.code or (
        "" if cell.value is None else cell.value.en if isinstance(cell.value, Said) else str(cell.value)
    )


def test_no_cell_of_a_csv_is_a_formula():
    """A text that a spreadsheet would carry out begins with an apostrophe; a number below zero stays one."""
    table = Table(
        "odd", Said("Odd", "奇"), Said("", ""), (Column("a", Said("A", "A")), Column("b", Said("B", "B"), "days")),
        ((Cell("=HYPERLINK(1)"), Cell(-3)), (Cell("=1", code="@x"), Cell(-1.5))),
    )  # fmt: skip
    assert csv_of(table).decode("utf-8-sig").splitlines() == ["a,b", "'=HYPERLINK(1),-3", "'@x,-1.5"]


def test_a_file_of_no_table_is_not_found(house, monkeypatch):
    """Neither an unknown page nor an unknown table breaks anything."""
    shows(monkeypatch, many_rows(10))
    client = browser(house)
    for path in (
        "/figures/nowhere",
        "/figures/today/nowhere.csv",
        "/figures/nowhere/now.csv",
        "/figures/nowhere/content",
    ):
        assert client.get(path).status_code == 404, path


# --- filters


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"period": "own", "from": "2026-12-31", "to": "2026-12-01"}, "must not come after its last"),
        ({"period": "own", "from": "yesterday", "to": "2026-12-01"}, "Give both days"),
        ({"period": "own", "from": "2026-12-01"}, "Give both days"),
        ({"period": "own", "from": "0001-01-01", "to": "9999-12-31"}, "between 2000 and 2100"),
        ({"period": "7"}, "no such period"),
        ({"policy": "nobody"}, "choose again"),
        ({"kind": ["disclosure", "<script>"]}, "no such kind"),
    ],
)
def test_a_filter_that_cannot_be_is_said_on_the_page(house, monkeypatch, query, sentence):
    """The page comes with the sentence and the usual figures, in both languages; files and lists say it alone."""
    shows(monkeypatch, many_rows(30))
    answer = browser(house).get(address("sla", **query))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "<script>" not in answer.text
    assert sections(answer.text)
    japanese = browser(house, person(language="ja")).get(address("sla", **query))
    assert sentence not in japanese.text
    for path in ("sla/content", "cases", "cases.csv"):
        told = browser(house).get(address(path, **query))
        assert told.status_code == 422
        assert sentence in told.text


@pytest.mark.parametrize(
    "query",
    [{"pick": "nothing"}, {"pick": "received:x"}, {"pick": "open", "order": "name"}, {"pick": "open", "first": "-1"},
     {"pick": "open", "first": "²"}, {"pick": ["open"] * 30}],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused_in_words(house, monkeypatch, query):
    """Whatever is typed into the address, nothing breaks."""
    shows(monkeypatch, many_rows(30))
    assert browser(house).get(address("cases", **query)).status_code == 422


def test_a_filter_stays_from_page_to_page(house, monkeypatch):
    """Tabs, files, numbers and the form itself keep what the reader chose; what is narrowed can be cleared."""
    shows(monkeypatch, many_rows(200))
    html = shown(browser(house), "sla", period="365", policy="north", kind=str(RequestKind.DISCLOSURE))
    kept = "policy=north&amp;kind=disclosure&amp;period=365"
    assert f"/figures/quality?{kept}" in html
    assert f"/figures/sla/by-week.csv?{kept}" in html
    assert all("policy=north&kind=disclosure&period=365" in link for link in numbers(html))
    assert html.count(" checked") == 2
    assert '<option value="365" selected>' in html
    assert 'href="/figures/sla">Clear' in html


# --- fresh, and the same for all


def test_a_page_asks_for_what_is_new_and_gets_nothing_where_nothing_is(house):
    """304 with the mark that the page bears; a new case changes it."""
    open_case(house)
    client = browser(house)
    first = in_full(client, "today")
    tag = {"If-None-Match": first.headers["etag"]}
    page = client.get("/figures/today").text
    assert first.headers["etag"].strip('"') in page
    assert "data-fg-more" not in page
    assert client.get("/figures/today/content", headers=tag).status_code == 304
    assert client.get("/figures/sla/content", headers=tag).status_code == 200
    open_case(house, b"another")
    time.sleep(0.25)  # for so long all who ask get the same
    second = in_full(client, "today")
    assert second.headers["etag"] != first.headers["etag"]
    assert cards(sections(second.text)["now"])[0] == "2"


def test_nobody_named_stands_in_any_figure(house):
    """No name, address, birth date or serial number of any case, on any page or file, for any role."""
    numbers_ = [open_case(house), open_case(house, b"short", **SHORT), closed(house)]
    personal = {
        NAME,
        *NAME.split(),
        ADDRESS,
        ADDRESS[6:12],
        *(value for pair in VALUES.values() for value in pair if value),
    }
    personal -= {"disclosure", "開示", "印", "seal", "licence", "運転免許証", "1000", "blank", "2026-11-16"}
    for language in ("ja", "en"):
        client = browser(house, person(language=language))
        paths = ["cases", "cases.csv", *PAGES, *(f"{page}/content" for page in PAGES)]
        texts = [shown(client, path) for path in paths]
        for page in PAGES:
            texts += [shown(client, f"{page}/{key}.csv") for key in sections(shown(client, page))]
        assert all(number in texts[0] for number in numbers_)
        assert not [word for word in personal if any(word in each for each in texts)]


def test_the_companies_bear_their_names_and_pages_say_when_they_are_of(house):
    """A case's policy is told by its company; the moment stands above; real cases are no sample."""
    open_case(house)
    for language, name in (("en", "Rococo"), ("ja", "ロココ")):
        html = shown(browser(house, person(language=language)), "today")
        assert name in html
        assert "fg-sample" not in html
        assert house.today().isoformat() in html


def test_sample_data_is_said_to_be_some(house, monkeypatch):
    """On every page and list."""
    shows(monkeypatch, many_rows(30), sample=True)
    client = browser(house)
    assert all("Sample data" in shown(client, page) for page in (*PAGES, "cases"))
    for file in ("cases.csv", "today/now.csv", "report.pdf?month=2026-12"):
        answer = client.get(f"/figures/{file}")
        assert "sample-" in answer.headers.get("content-disposition", ""), (file, answer.status_code, answer.text[:300])


def test_the_former_page_leads_to_the_figures(house):
    """For good; and `/figures` to its first page."""
    client = browser(house)
    assert (client.get("/sla").status_code, client.get("/sla").headers["location"]) == (308, "/figures/today")
    assert client.get("/figures").headers["location"] == "/figures/today"


def test_a_page_comes_at_once_and_asks_for_what_is_still_to_be_drawn(house, monkeypatch):
    """Without its plots at first; in full where somebody asks so, and from then on for everybody."""
    shows(monkeypatch, many_rows(120))
    client = browser(house)
    first = shown(client, "quality")
    assert "data-fg-more" in first
    assert "fg-coming" in first
    assert "<svg" not in first
    assert 'href="/figures/quality?full=1"' in first
    assert grid(sections(first)["deficiencies"]) == grid(sections(in_full(client, "quality").text)["deficiencies"])
    again = shown(client, "quality")
    assert "data-fg-more" not in again
    assert "fg-coming" not in again
    assert "<svg" in again
    assert "fg-coming" not in shown(client, "quality", full="1", policy="north")


def test_a_page_that_takes_long_may_be_of_a_minute_ago_and_says_so(house, monkeypatch):
    """Nobody waits while every second brings something new; what has happened comes by the page's own question."""
    monkeypatch.setattr(figures_tables, "QUICK", 0.0)
    monkeypatch.setattr(figures_made, "QUICK", 0.0)
    before, client = shows(monkeypatch, many_rows(40)), browser(house)
    in_full(client, "today")
    shows(monkeypatch, many_rows(80), after=timedelta(seconds=50))
    late = shown(client, "today")
    assert "data-fg-more" in late
    assert cards(sections(late)["now"])[0] == str(before.cases["open"].sum())
    now = cards(sections(in_full(client, "today").text)["now"])[0]
    assert now != cards(sections(late)["now"])[0]
    assert cards(sections(shown(client, "today"))["now"])[0] == now
    shows(monkeypatch, many_rows(100), after=timedelta(minutes=3))
    assert cards(sections(shown(client, "today"))["now"])[0] == now  # and behind the scenes it is made anew
    assert any(cards(sections(shown(client, "today"))["now"])[0] != now for _ in waiting(5))
    after = shows(monkeypatch, many_rows(120), after=timedelta(minutes=9))
    assert cards(sections(shown(client, "today"))["now"])[0] == str(after.cases["open"].sum())


def test_plots_are_drawn_again_after_the_drawing_process_died():
    """What was being drawn then is lost; what is asked for next is drawn by another process, which ends when told."""
    rows = [many_rows(60, seed=seed) for seed in (31, 32, 33)]
    tables = [tables_of("sla", frames_by_chance(each), usual(TODAY).chosen) for each in rows]
    asked = usual(TODAY)
    draw(tables[0], "here", asked, "en")
    for process in psutil.Process().children():
        if "spawn_main" in " ".join(process.cmdline()):
            process.kill()
    with suppress(BrokenProcessPool):
        draw(tables[1], "here", asked, "en")
    draw(tables[2], "here", asked, "en")
    plots = [plot_of(table, "here", asked, "en") for table in tables[2]]
    assert all(plot is not None for plot in plots)
    assert any(plot.wide.startswith("<svg") and plot.narrow.startswith("<svg") for plot in plots)
    end_drawing()
    assert not [each for each in psutil.Process().children() if "spawn_main" in " ".join(each.cmdline())]


def test_a_page_is_made_once_however_many_ask():
    """One maker at a time for each key; an error is everybody's and not kept; the oldest goes first."""
    kept, made, gate = Kept[int](2), [], threading.Event()

    def slowly():
        gate.wait(5)
        made.append(1)
        return len(made)

    found = []
    threads = [threading.Thread(target=lambda: found.append(kept.get("a", slowly))) for _ in range(8)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    assert found == [1] * 8
    with pytest.raises(ZeroDivisionError):
        kept.get("b", lambda: 1 // 0)
    assert kept.get("b", lambda: 7) == 7
    assert kept.get("c", lambda: 8) == 8
    assert kept.get("a", slowly) == 2


def test_only_the_sections_that_say_something_else_are_written_anew(house, monkeypatch):
    """The page is the same as one that was written whole, and nobody pays for what has not changed."""
    written = []
    before = figures_content.shown
    monkeypatch.setattr(
        figures_content, "shown", lambda table, *rest: written.append(table.key) or before(table, *rest)
    )
    client, rows = browser(house), many_rows(60)
    shows(monkeypatch, rows)
    first = sections(shown(client, "today", full="1"))
    assert set(written) == set(first)
    written.clear()
    shows(monkeypatch, rows, Mail({"checked": 2}, 0))
    second = sections(shown(client, "today", full="1"))
    assert written == ["intake"]
    assert grid(second["intake"]) != grid(first["intake"])
    assert all(grid(second[key]) == grid(first[key]) for key in first if key != "intake")


def test_an_event_is_told_however_long_plots_take(house, monkeypatch):
    """An open page gets its new numbers first; what is still being drawn comes later, and it asks for it."""
    monkeypatch.setattr(figures_tables, "QUICK", 0.0)
    monkeypatch.setattr(figures_made, "QUICK", 0.0)
    shows(monkeypatch, many_rows(40))
    client, drawn = browser(house), threading.Event()
    in_full(client, "today")
    monkeypatch.setattr(figures_content, "draw", lambda *_: drawn.wait(30))
    after = shows(monkeypatch, many_rows(80), after=timedelta(seconds=5))
    try:
        answers = (client.get("/figures/today/content") for _ in waiting(20))
        told = next(each for each in answers if cards(sections(each.text)["now"])[0] == str(after.cases["open"].sum()))
        assert "retry-after" in told.headers
        assert "fg-coming" in told.text
    finally:
        drawn.set()


def test_the_usual_figures_are_made_as_the_desk_starts(house, monkeypatch):
    """Whoever comes first finds them, the forecast too."""
    frames = shows(monkeypatch, many_rows(60))
    figures_tables.make_ahead(house, frames)
    monkeypatch.setattr(figures_tables, "_tables", None)  # nothing is computed any more
    client = browser(house)
    for page, key in (("today", "now"), ("sla", "at-risk"), ("quality", "fees")):
        assert key in sections(shown(client, page))
