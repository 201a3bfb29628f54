"""A reviewer at the evidence page in a real browser: looks, edits, redacts, unmasks, by mouse and by keyboard."""

import re
import threading
import time

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from tasks.case.roles import Role
from tasks.desk.signed_in import SignedIn
from tasks.reply.work_orders import write_orders
from tests.postgres.test_evidence import OPERATOR
from tests.postgres.test_work_orders import granted
from tests.support.desk import HEIGHT, MARK, PLACES, REVIEWER, WIDTH, Asked, account_of, box, desk_of, drawn_case
from tests.support.running import free_port

SIZE = {"width": 1366, "height": 768}


class Opened:
    """A page of the desk, what its hands were asked for, and what the page complained about."""

    def __init__(self, page: Page, asked: Asked, number: str, address: str) -> None:
        self.page, self.asked, self.number, self.address = page, asked, number, address
        self.wrong: list[str] = []
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("console", lambda said: self.wrong.append(said.text) if said.type == "error" else None)

    def load(self) -> Page:
        """The case's page, once its first picture can be seen."""
        self.page.goto(f"{self.address}/cases/{self.number}")
        expect(self.page.locator("#sheet")).to_have_css("visibility", "visible")
        return self.page

    def pixels(self, index: int) -> tuple[float, float, float, float]:
        """Where a frame or box lies, in pixels of the drawn page, as left, top, right, bottom."""
        return self.page.evaluate(
            """([at, width]) => {
              const sheet = document.getElementById("sheet").getBoundingClientRect();
              const it = document.querySelectorAll(".frame, .box")[at].getBoundingClientRect();
              const by = width / sheet.width;
              return [it.left - sheet.left, it.top - sheet.top, it.right - sheet.left, it.bottom - sheet.top].map(v => v * by);
            }""",
            [index, WIDTH],
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


def near(found, wanted, within=3.0):
    """Whether four pixel places are the wanted ones, by this many pixels."""
    return all(abs(a - b) <= within for a, b in zip(found, wanted, strict=True))


def test_a_field_is_framed_where_it_was_read(opened):
    """Clicking a field turns to its page, frames the right pixels, and makes small writing legible."""
    it = opened()
    page = it.load()
    for name in ("person.address", "id.birth_date", "fee.total"):
        page.locator(f'[data-show="{name}"]').click()
        expect(page.locator(".frame")).to_have_count(1)
        expect(page.locator("#where")).to_have_text(f"{PLACES[name][0] + 1} / 3")
        expect(page.locator(f'[data-field="{name}"]')).to_have_class("field chosen")
        assert near(it.pixels(0), PLACES[name][1])
        frame, table = page.locator(".frame").bounding_box(), page.locator("#table").bounding_box()
        assert frame["height"] >= 20
        assert table["y"] <= frame["y"] <= table["y"] + table["height"] - frame["height"]
    assert it.wrong == []


def test_a_finding_shows_its_places_and_lays_them_side_by_side(opened):
    """The bad finding comes first; its two names are framed on their pages and cut out to be compared."""
    it = opened(id__name=("林田 康文", None))
    page = it.load()
    page.keyboard.press("f")
    first = page.locator("[data-finding]").first
    expect(first).to_be_focused()
    expect(page.locator(".compare canvas")).to_have_count(2)
    assert near(it.pixels(0), PLACES["person.name"][1])
    first.click()
    expect(page.locator("#where")).to_have_text("2 / 3")
    expect(page.locator(".frame")).to_have_count(1)
    assert near(it.pixels(0), PLACES["id.name"][1])


def test_a_turned_page_is_shown_upright_and_its_frames_turn_with_it(opened):
    """A page that came lying on its side is turned; the frame lies over the same writing."""
    it = opened(rotation=90)
    page = it.load()
    page.locator('[data-show="id.name"]').click()
    expect(page.locator(".frame")).to_have_count(1)
    sheet = page.locator("#sheet").bounding_box()
    assert sheet["width"] > sheet["height"]
    frame = page.locator(".frame").evaluate("it => it.getBoundingClientRect().toJSON()")  # without its line's width
    left, top, right, bottom = PLACES["id.name"][1]
    scale = sheet["width"] / HEIGHT
    assert abs(frame["x"] - sheet["x"] - (HEIGHT - bottom) * scale) < 3
    assert abs(frame["y"] - sheet["y"] - left * scale) < 3
    assert abs(frame["height"] - (right - left) * scale) < 3
    assert abs(frame["width"] - (bottom - top) * scale) < 3


def test_zoom_by_keys_wheel_and_drag(opened):
    """Larger keeps what is under the pointer, gets a sharper picture, and the page can be dragged about."""
    it = opened()
    page = it.load()
    table = page.locator("#table").bounding_box()
    x, y = table["x"] + 300, table["y"] + 200
    at = "([x, y]) => import('/static/evidence/view.js').then(v => v.pointAt(x, y))"
    before = page.evaluate(at, [x, y])
    page.mouse.move(x, y)
    page.keyboard.down("Control")
    for _ in range(6):
        page.mouse.wheel(0, -120)
    page.keyboard.up("Control")
    expect(page.locator("#zoom")).to_have_text(re.compile(r"^[2-9]\d\d %$"))
    after = page.evaluate(at, [x, y])
    assert all(abs(a - b) < 0.01 for a, b in zip(before, after, strict=True))
    expect(page.locator("#picture")).to_have_attribute("data-dpi", re.compile("200|300"))
    scrolled = page.evaluate("document.getElementById('table').scrollTop")
    page.mouse.down()
    page.mouse.move(x, y - 90, steps=4)
    page.mouse.up()
    assert abs(page.evaluate("document.getElementById('table').scrollTop") - scrolled - 90) <= 2
    page.keyboard.press("9")
    sheet = page.locator("#sheet").bounding_box()
    assert sheet["height"] <= table["height"]
    page.keyboard.press("0")
    assert abs(page.locator("#sheet").bounding_box()["width"] - table["width"]) < 45


def test_a_field_is_edited_in_place_by_keyboard(opened):
    """Key e opens, Esc leaves, Enter saves: the value, the person and nothing else go to the stage, and the page comes back."""
    it = opened()
    page = it.load()
    page.locator('[data-show="person.address"]').focus()
    page.keyboard.press("Enter")
    page.keyboard.press("e")
    typed = page.locator(".editing input")
    expect(typed).to_be_focused()
    page.keyboard.press("Escape")
    expect(typed).to_have_count(0)
    page.keyboard.press("e")
    typed.fill("大阪府大阪市北区梅田3丁目22番21号")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_have_text("Saved, and the case was checked again.")
    ((_, number, change),) = it.asked.calls
    assert number == it.number
    assert (change.name, change.value, change.person) == ("person.address", "大阪府大阪市北区梅田3丁目22番21号", "sato")
    assert change.page is None


def test_confirming_taking_out_and_what_a_stage_refuses(opened):
    """✓ sends what was read; ∅ asks first; a refusal is shown where it was typed, and what was typed stays."""
    it = opened()
    page = it.load()
    with page.expect_event("load"):
        page.locator('[data-right="person.birth_date"]').click()
    expect(page.locator("#said")).to_be_visible()
    page.locator('[data-absent="person.postcode"]').click()
    assert len(it.asked.calls) == 1
    with page.expect_event("load"):
        page.locator("#dialog-absent [data-yes]").click()
    expect(page.locator("#said")).to_be_visible()
    assert [change.value for _, _, change in it.asked.calls] == ["昭和61年2月11日", None]
    it.asked.refuses = "There is no such day; write it as 2026-11-20."
    page.locator('[data-edit="request.date"]').click()
    page.locator(".editing input").fill("令和8年13月1日")
    page.keyboard.press("Enter")
    expect(page.locator(".editing .wrong")).to_have_text(it.asked.refuses)
    expect(page.locator(".editing input")).to_have_value("令和8年13月1日")


def test_codes_are_chosen_and_not_typed(opened):
    """What is asked for is ticked in words; the stage gets codes."""
    it = opened()
    page = it.load()
    page.locator('[data-edit="request.kinds"]').click()
    page.get_by_label("correction", exact=True).check()
    page.locator(".editing button.first").click()
    expect(page.locator("#said")).to_be_visible()
    assert it.asked.calls[0][2].value == "disclosure,correction"


def test_a_field_that_was_not_read_is_added_where_it_stands(opened):
    """Chosen from a list, drawn with the mouse, typed: name, value, page and place arrive."""
    it = opened()
    page = it.load()
    page.locator("#add-field").click()
    drag(page, (300, 820), (640, 870))
    page.locator("#add-name").select_option("person.phone")
    page.locator("#add-value input").fill("03-4117-9800")
    page.locator("#mode-add button.first").click()
    expect(page.locator("#said")).to_be_visible()
    change = it.asked.calls[0][2]
    assert (change.name, change.value, change.page) == ("person.phone", "03-4117-9800", 0)
    assert near(pixels_of(change.poly), (300, 820, 640, 870))


def test_boxes_by_mouse(opened):
    """One is drawn, one is moved, one is made larger by its corner; the stage gets all boxes of the page."""
    it = opened()
    page = it.load()
    page.keyboard.press("j")
    expect(page.locator("#where")).to_have_text("2 / 3")
    page.locator('[data-do="redact"]').click()
    expect(page.locator(".box")).to_have_count(1)
    assert near(it.pixels(0), MARK, 5)
    drag(page, (200, 700), (500, 760))
    expect(page.locator(".box")).to_have_count(2)
    drag(page, (350, 730), (400, 750))
    left, top, right, bottom = MARK
    drag(page, (right, bottom), (right + 60, bottom + 30))
    page.locator("#burn").click()
    expect(page.locator("#said")).to_have_text("The page was redacted anew and verified.")
    ((name, _, change),) = it.asked.calls
    assert (name, change.page, change.person) == ("edit_marks", 1, "sato")
    grown, new = change.marks
    assert near(pixels_of(grown.poly), (left, top, right + 60, bottom + 30), 6)
    assert near(pixels_of(new.poly), (250, 720, 550, 780), 6)
    assert new.source == "person"
    assert it.wrong == []


def test_boxes_by_keyboard(opened):
    """N, arrows, Shift and arrows, Delete, without a mouse; what goes needs a reason, and the page says so."""
    it = opened()
    page = it.load()
    page.keyboard.press("j")
    expect(page.locator("#where")).to_have_text("2 / 3")
    page.keyboard.press("r")
    expect(page.locator(".box")).to_have_count(1)
    page.keyboard.press("n")
    expect(page.locator(".box")).to_have_count(2)
    expect(page.locator(".box").nth(1)).to_be_focused()
    before = it.pixels(1)
    scale = WIDTH / page.locator("#sheet").bounding_box()["width"]
    for key in ("ArrowRight", "ArrowRight", "ArrowDown"):
        page.keyboard.press(key)
    moved = [before[0] + 8 * scale, before[1] + 4 * scale, before[2] + 8 * scale, before[3] + 4 * scale]
    assert near(it.pixels(1), moved, 1.5)
    for key in ("Shift+ArrowRight", "Shift+ArrowUp"):
        page.keyboard.press(key)
    assert near(it.pixels(1), [moved[0], moved[1], moved[2] + 4 * scale, moved[3] - 4 * scale], 1.5)
    page.keyboard.press("Shift+Tab")
    expect(page.locator(".box").first).to_be_focused()
    page.keyboard.press("Delete")
    expect(page.locator(".box")).to_have_count(1)
    page.locator("#burn").press("Enter")
    expect(page.locator("#mode-redact .wrong")).to_contain_text("say why")
    assert it.asked.calls == []
    page.locator("#marks-reason").fill("It covered the licence number")
    page.keyboard.press("Enter")
    expect(page.locator("#said")).to_be_visible()
    change = it.asked.calls[0][2]
    assert change.reason == "It covered the licence number"
    assert [mark.source for mark in change.marks] == ["person"]


def test_the_masking_of_a_page_is_confirmed_as_it_is(opened):
    """Unchanged boxes can be confirmed and not burned; changed ones the other way round."""
    it = opened()
    page = it.load()
    page.keyboard.press("j")
    expect(page.locator("#where")).to_have_text("2 / 3")
    page.keyboard.press("r")
    expect(page.locator("#burn")).to_be_disabled()
    page.locator("#marks-right").click()
    expect(page.locator("#said")).to_be_visible()
    (mark,) = it.asked.calls[0][2].marks
    assert (mark.source, mark.reason) == ("label", "domicile")
    assert mark.poly == box(*MARK)


def test_what_a_burning_finds_wrong_is_told_and_nothing_is_lost(opened):
    """The sentence of the stage; the boxes stay as they were drawn, and leaving them asks first."""
    it = opened()
    it.asked.refuses = "Letters stick out of a box; make it larger."
    page = it.load()
    page.keyboard.press("r")
    page.keyboard.press("n")
    page.locator("#burn").click()
    expect(page.locator("#mode-redact .wrong")).to_have_text(it.asked.refuses)
    expect(page.locator(".box")).to_have_count(1)
    asked = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.keyboard.press("j")
    assert asked == ["The changed boxes are not saved yet. Leave without saving?"]
    expect(page.locator("#where")).to_have_text("1 / 3")


def test_a_region_is_unmasked_once(opened):
    """Drawn, with a reason: the picture is shown with who and when, and is gone when the dialog closes."""
    it = opened()
    page = it.load()
    page.keyboard.press("j")
    expect(page.locator("#where")).to_have_text("2 / 3")
    page.keyboard.press("u")
    page.locator("#unmask-reason").fill("Compare with the form")
    page.locator("#mode-unmask button.first").click()
    expect(page.locator("#mode-unmask .wrong")).to_contain_text("First draw")
    drag(page, (310, 550), (910, 620))
    page.locator("#mode-unmask button.first").click()
    expect(page.locator("#dialog-unmask")).to_be_visible()
    assert page.evaluate("document.getElementById('unmasked').naturalWidth") == 160
    expect(page.locator("#unmask-note")).to_contain_text("Shown to sato")
    ((name, _, index, poly, reason, person),) = it.asked.calls
    assert (name, index, reason, person) == ("unmask", 1, "Compare with the form", "sato")
    assert near(pixels_of(poly), (310, 550, 910, 620))
    page.locator("#dialog-unmask [data-close]").click()
    expect(page.locator("#unmasked")).not_to_have_attribute("src", re.compile("."))


def test_a_code_by_one_key(opened, house):
    """Key c shows it large with what it signs and how long it is good; Esc takes it off the page."""
    account_of(house)
    it = opened(id__name=("林田 康文", None))
    page = it.load()
    page.keyboard.press("c")
    expect(page.locator("#code")).to_have_text(re.compile(r"^\w{4}-\w{4}$"))
    expect(page.locator("#code-step")).to_have_text("Release the deficiency letter")
    expect(page.locator("#code-until")).to_contain_text("10 minutes")
    page.keyboard.press("Escape")
    expect(page.locator("#code")).to_have_text("")
    assert it.wrong == []


def test_keys_and_their_help(opened):
    """? tells them; j and k turn pages, 1 to 4 the parts; no key acts while somebody types; g w leaves for the worklist."""
    it = opened()
    page = it.load()
    page.keyboard.press("?")
    expect(page.locator("#dialog-keys")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.locator("#where")).to_have_text("1 / 3")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(page.locator("#where")).to_have_text("2 / 3")
    page.keyboard.press("4")
    expect(page.locator("#part-history")).to_be_visible()
    expect(page.locator("#part-read")).to_be_hidden()
    page.keyboard.press("1")
    page.locator('[data-edit="person.name"]').click()
    page.locator(".editing input").press_sequentially("jr?")
    expect(page.locator("#where")).to_have_text("1 / 3")
    assert page.locator("#mode-redact").is_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    page.keyboard.press("w")
    page.wait_for_url(re.compile(r"/(sla)?$"))


def test_who_may_only_look_has_nothing_to_change(opened):
    """An operator in Japanese: the same pages and frames, no editing, and the keys for it do nothing."""
    operator = SignedIn("mori", frozenset({Role.OPERATOR}), "ja", "token-of-mori")
    it = opened(operator)
    page = it.load()
    expect(page.get_by_role("tab", name="確認結果・項目")).to_be_visible()
    page.locator('[data-show="person.name"]').click()
    expect(page.locator(".frame")).to_have_count(1)
    for key in ("r", "u", "a", "e"):
        page.keyboard.press(key)
    assert page.locator(".mode, [data-edit], .editing").count() == 0
    assert it.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(opened, scheme):
    """Every visible text has the contrast that WCAG AA asks for, by day and by night."""
    it = opened(scheme=scheme, id__name=("林田 康文", None))
    page = it.load()
    page.keyboard.press("r")
    assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const found = parts(getComputedStyle(at).backgroundColor);
      if (found.length === 3 || found[3] === 1) return found;
    }
    return [255, 255, 255];
  };
  const bad = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || !element.checkVisibility() || element.closest(".unseen, script, :disabled")) continue;
    if (element.closest("header.top .when")) continue;
    const a = light(parts(getComputedStyle(element).color)), b = light(ground(element));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) bad.push(`${node.textContent.trim().slice(0, 30)}: ${ratio.toFixed(2)}`);
  }
  return bad;
}"""


def pixels_of(poly):
    """A place as sent, in pixels of the drawn page: left, top, right, bottom."""
    (x0, y0), _, (x1, y1), _ = poly
    return x0 * WIDTH, y0 * HEIGHT, x1 * WIDTH, y1 * HEIGHT


def drag(page: Page, start, end) -> None:
    """Drags over the page, from and to pixels of the drawn page, as far as it can be seen."""
    sheet = page.locator("#sheet").bounding_box()
    by = sheet["width"] / WIDTH
    page.mouse.move(sheet["x"] + start[0] * by, sheet["y"] + start[1] * by)
    page.mouse.down()
    page.mouse.move(sheet["x"] + end[0] * by, sheet["y"] + end[1] * by, steps=5)
    page.mouse.up()


def test_more_time_is_asked_for_by_a_plain_form(opened):
    """It asks first, and bears the token."""
    it = opened(request__kinds=("訂正等", "correction"))
    page = it.load()
    page.get_by_role("button", name="Ask for more time").click()
    with page.expect_event("load"):
        page.locator("#dialog-extension [data-yes]").click()
    assert it.asked.calls == [("move_on", it.number)]
    assert it.wrong == []


def test_what_was_done_is_recorded_by_keyboard_and_on_a_telephone(opened, house):
    """The link of the question opens the orders; the form begins with what differs; the record stands in a table."""
    asks = {"request__kinds": ("訂正", "correction"), "person__address": ("東京都港区赤坂1丁目2番3号", None)}
    number = granted(house, case=drawn_case, **asks | {"id__address": ("東京都港区赤坂1丁目2番3号", None)})
    write_orders(house, number)
    it = opened(OPERATOR, number)
    page = it.page
    page.goto(f"{it.address}/cases/{number}#orders")
    expect(page.locator("#sheet")).to_have_css("visibility", "visible")
    order = page.get_by_role("region", name=f"{number}-W1")
    expect(order.get_by_role("link", name=f"{number}-W1")).to_be_visible()
    order.get_by_label("Item").first.focus()
    for typed in ("電話番号", "03-1111-2222", "03-9999-2222"):
        page.keyboard.press("ControlOrMeta+a")
        page.keyboard.type(typed)
        page.keyboard.press("Tab")
    with page.expect_event("load"):
        order.get_by_role("button", name="Record for the letter").click()
    expect(order.get_by_role("row", name=re.compile("電話番号 03-1111-2222 03-9999-2222"))).to_be_visible()
    page.set_viewport_size({"width": 390, "height": 844})
    order.get_by_text("Change what was done").click()
    expect(order.get_by_label("After").first).to_be_visible()
    widest = "form => Math.max(...[...form.elements].map(each => each.getBoundingClientRect().right))"
    assert order.locator("form.record").evaluate(widest) <= 390
    assert it.wrong == []
