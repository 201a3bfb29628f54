"""A manager at the pages of figures in a real browser: on a desk and a telephone, by day and night, with and without a mouse."""

from contextlib import ExitStack

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tasks.case.roles import Role
from tasks.desk.signed_in import SignedIn
from tasks.figures.frames import Mail
from tests.support.cases import open_case
from tests.support.desk import desk_of
from tests.support.figures_desk import shows
from tests.support.random_rows import many_rows
from tests.support.running import serving

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
LOOKS = {
    "desk-light-ja": (DESK, "light", "ja"),
    "desk-dark-en": (DESK, "dark", "en"),
    "phone-light-en": (PHONE, "light", "en"),
    "phone-dark-ja": (PHONE, "dark", "ja"),
}
EXAMINED = {
    "desk-light-ja": ("today", "sla", "quality", "list"),
    "phone-dark-ja": ("sla", "list"),
}  # by axe, which takes its time
PATHS = {
    "today": "/figures/today?full=1",
    "sla": "/figures/sla?full=1",
    "quality": "/figures/quality?full=1",
    "list": "/figures/cases?pick=open&order=-days",
}
REFUSED = "status of 422"  # what Chromium says of a filter that cannot be
OPEN_ALL = "() => document.querySelectorAll('main details').forEach((each) => { each.open = true; })"
MARK_REACHED = """() => {
  document.addEventListener("focusin", (event) => { event.target.dataset.reached = "yes"; });
}"""
MISSED = """() => [...document.querySelectorAll("a[href], button, select, input, summary, [tabindex='0']")]
  .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true, contentVisibilityAuto: true }) && !each.dataset.reached)
  .map((each) => each.outerHTML.slice(0, 120))"""


@pytest.fixture
def opened(house, chromium):
    """Opens a page of the desk for somebody; what a page complains about fails the test at its end."""
    wrong: list[str] = []
    ends = ExitStack()

    def make(size=DESK, scheme="light", language="en", roles=(Role.MANAGER, Role.REVIEWER), **more) -> tuple[Page, str]:
        person = SignedIn("sato", frozenset(roles), language, "token")
        address = ends.enter_context(serving(desk_of(house, person)))
        context = chromium.new_context(viewport=size, color_scheme=scheme, reduced_motion="reduce", **more)
        ends.callback(context.close)
        page = context.new_page()
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on(
            "console",
            lambda said: wrong.append(said.text) if said.type == "error" and REFUSED not in said.text else None,
        )
        return page, address

    with ends:
        yield make
    assert wrong == []


def too_wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def whole(page: Page) -> None:
    """Waits until what was still to be drawn is drawn."""
    expect(page.locator(".fg-coming")).to_have_count(0, timeout=30_000)


def faults(page: Page) -> str:
    """What axe says against the page as it stands, "" for nothing."""
    found = Axe().run(page)
    return found.generate_report() if found.violations_count else ""


def test_every_page_can_be_read_by_everybody(opened, monkeypatch, tmp_path):
    """No fault that axe knows, nothing wider than the window, folded or open; pictures lie in the test's folder."""
    shows(monkeypatch, many_rows(80, seed=1), Mail({"checked": 3, "quarantined": 1}, 2), sample=True)
    for look, (size, scheme, language) in LOOKS.items():
        page, desk = opened(size, scheme, language)
        reads_every_page(page, desk, look, tmp_path)


def reads_every_page(page, desk, look, folder):
    """One look: each page whole, as a picture, and examined."""
    size = LOOKS[look][0]
    for name, path in PATHS.items():
        page.goto(desk + path)
        whole(page)
        page.screenshot(path=str(folder / f"{name}-{look}.png"), full_page=True)
        assert too_wide(page) <= 0, name
        page.evaluate(OPEN_ALL)
        assert too_wide(page) <= 0, name
        assert name not in EXAMINED.get(look, ()) or faults(page) == "", name
        if name != "list":
            expect(page.locator(".fg-wide svg").first).to_be_visible(visible=size is DESK)
            expect(page.locator(".fg-narrow svg").first).to_be_visible(visible=size is PHONE)


def test_a_new_case_appears_and_the_reader_stays_where_they_were(house, opened):
    """Half a minute later the number is there; scroll, open tables and focus are as before, and nothing was loaded anew."""
    open_case(house)
    page, desk = opened({"width": 1000, "height": 500})
    answers: list[int] = []
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith("/content") else None)
    page.clock.install()
    page.goto(f"{desk}/figures/today")
    number = page.locator("#now .fg-main").first
    expect(number).to_have_text("1")
    whole(page)
    page.evaluate("window.stays = true")
    page.locator("#how-next > summary").click()
    page.locator("#waiting a").first.focus()
    page.evaluate("scrollTo(0, 300)")
    before = page.evaluate("document.querySelector('#waiting').getBoundingClientRect().top")
    page.clock.fast_forward(31_000)
    page.wait_for_timeout(300)
    open_case(house, b"another")
    page.clock.fast_forward(31_000)
    expect(number).to_have_text("2")
    assert page.evaluate("window.stays")
    assert page.locator("#how-next").get_attribute("open") is not None
    assert page.locator("#how-now").get_attribute("open") is None
    assert abs(page.evaluate("document.querySelector('#waiting').getBoundingClientRect().top") - before) < 2
    assert page.evaluate("document.activeElement.closest('section').id") == "waiting"
    assert answers[-2:] == [304, 200]


def test_the_reader_may_stop_what_is_live(house, opened):
    """Paused, nothing is asked for, also after another page; live again, the figures come."""
    open_case(house)
    page, desk = opened()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("/content") else None)
    page.clock.install()
    page.goto(f"{desk}/figures/today")
    live = page.get_by_role("button", name="Live")
    live.click()
    expect(live).to_have_attribute("aria-pressed", "false")
    page.goto(f"{desk}/figures/sla")
    expect(page.get_by_role("button", name="Live")).to_have_attribute("aria-pressed", "false")
    page.goto(f"{desk}/figures/today")
    whole(page)
    asked.clear()
    open_case(house, b"another")
    page.clock.fast_forward(200_000)
    page.wait_for_timeout(200)
    assert asked == []
    live.click()
    page.clock.fast_forward(1_500)
    expect(page.locator("#now .fg-main").first).to_have_text("2")
    assert len(asked) == 1


def test_everything_is_reached_by_keys(opened, monkeypatch):
    """Tab comes by every link, number, table and switch; contents lead past a hundred of them; choices open and close."""
    shows(monkeypatch, many_rows(25, seed=4))
    page, desk = opened()
    page.goto(f"{desk}/figures/sla?full=1")
    page.evaluate(MARK_REACHED)
    everything = len(page.evaluate(MISSED))
    assert everything > 100
    for _ in range(everything):
        page.keyboard.press("Tab")
    assert page.evaluate(MISSED) == []
    page.locator(".fg-toc a[href='#breaches']").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('section').id") == "breaches"
    company = page.locator(".fg-several summary").first
    company.focus()
    page.keyboard.press("Enter")
    box = page.locator('input[name="policy"]').first
    expect(box).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    page.keyboard.press("Escape")
    expect(box).not_to_be_visible()
    expect(company).to_be_focused()
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/figures/sla?*policy=north*")


def test_a_number_leads_to_its_cases_and_back(opened, monkeypatch):
    """From a narrowed page to the list in words, put in order by a head, on to the next hundred, and to a case."""
    shows(monkeypatch, many_rows(1200, seed=2))
    page, desk = opened({"width": 1280, "height": 768})
    page.goto(f"{desk}/figures/today?policy=north&policy=south")
    number = page.locator("#now .fg-main a").first
    many = int(number.inner_text().replace(",", ""))
    assert many > 100
    number.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Open")
    expect(page.locator(".fg-count")).to_contain_text(f"{many} cases")
    assert page.locator(".fg-scroll").evaluate("(it) => it.scrollWidth - it.clientWidth") == 0
    page.get_by_role("link", name="Days on the clock").click()
    days = [int(each) for each in page.locator("tbody tr td:nth-child(10)").all_inner_texts()]
    assert days == sorted(days)
    assert len(days) == 100
    page.get_by_role("link", name="Next page").click()
    expect(page.locator(".fg-count")).to_contain_text("101–")
    expect(page.locator("tbody th a").first).to_have_attribute(
        "href", f"/cases/{page.locator('tbody th').first.inner_text()}"
    )
    page.get_by_role("link", name="Due days").click()
    expect(page.locator('input[name="policy"]:checked')).to_have_count(2)


def test_nothing_needs_a_script(opened, monkeypatch):
    """Without JavaScript the period is chosen and sent, the choices open, and no dead switch stands there."""
    shows(monkeypatch, many_rows(60))
    page, desk = opened(java_script_enabled=False)
    page.goto(f"{desk}/figures/sla")
    expect(page.locator("[data-fg-live]")).not_to_be_visible()
    expect(page.locator('input[name="from"]')).not_to_be_visible()
    page.locator('select[name="period"]').select_option("own")
    page.locator('input[name="from"]').fill("2026-12-31")
    page.locator('input[name="to"]').fill("2026-12-01")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("alert")).to_contain_text("must not come after its last")
    page.locator('select[name="period"]').select_option("365")
    page.get_by_role("button", name="Show").click()
    expect(page.locator('select[name="period"]')).to_have_value("365")
    page.locator("#by-week summary").first.click()
    expect(page.locator("#by-week table")).to_be_visible()
