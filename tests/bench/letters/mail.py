"""The letters of the bench: every kind of one policy in turn, each to another made-up person, and their text as plain blocks."""

import random
from collections.abc import Iterator
from itertools import cycle, islice
from typing import Any

from lxml import html

from tasks.case.letters import Letter
from tasks.policy import load_policy
from tasks.reply.render_letter import letter_html
from tasks.reply.sample_data import Person
from tasks.reply.sample_letters import letter_kinds, sample_letter

_BLOCKS = frozenset({"div", "p", "h1", "h2", "ul", "ol", "li", "table", "section"})
_SEED = 20261120
_FAMILY = (
    "佐藤",
    "鈴木",
    "髙橋",
    "田中",
    "渡邉",
    "伊藤",
    "山﨑",
    "中村",
    "小林",
    "加藤",
    "齋藤",
    "濵田",
    "長谷川",
    "五十嵐",
)
_GIVEN = ("花子", "太郎", "康支", "美咲", "翔", "さくら", "左衛門三郎", "結衣", "蓮", "恵")
_TOWNS = (
    "東京都千代田区",
    "大阪府大阪市北区",
    "石川県金沢市",
    "京都府京都市上京区",
    "北海道札幌市中央区",
    "沖縄県那覇市",
)


def letters(number: int) -> Iterator[Letter]:
    """So many letters, the same ones every time."""
    chance, policy = random.Random(_SEED), load_policy("rococo")
    for place, kind in enumerate(islice(cycle(letter_kinds(policy)), number)):
        letter = sample_letter(policy, kind, "ja", _person(chance))
        yield letter.model_copy(update={"number": f"X00-{place:05}-1", "case_number": f"X00-{place:05}"})


def _person(chance: random.Random) -> Person:
    house = f"{chance.randint(1, 9)}丁目{chance.randint(1, 30)}番{chance.randint(1, 20)}号"
    building = chance.choice(("", f" 見本マンション{chance.randint(101, 1299)}号室"))
    postcode = f"{chance.randint(0, 999):03}-{chance.randint(0, 9999):04}"
    name = f"{chance.choice(_FAMILY)} {chance.choice(_GIVEN)}"
    return Person(name, postcode, f"{chance.choice(_TOWNS)}見本町{house}{building}")


def blocks(letter: Letter) -> dict[str, Any]:
    """The letter's whole text as another program's template takes it: address, head, then paragraphs and tables in order."""
    body = html.fromstring(letter_html(letter)).find("body")
    window, head = body.find_class("window")[0], body.find_class("letterhead")[0]
    told = {
        "number": letter.number,
        "address": _lines(window),
        "head": _lines(head),
        "title": _text(body.find(".//h1")),
        "blocks": [],
    }
    for part in (*body.findall("main"), *body.xpath("section")):
        told["blocks"] += list(_parts(part, told["title"]))
    return told


def _parts(within: html.HtmlElement, title: str) -> Iterator[dict[str, Any]]:
    for part in within:
        if part.tag == "table":
            yield from ({"text": _text(caption)} for caption in part.iter("caption"))
            yield {"rows": [[_text(cell) for cell in row] for row in part.iter("tr")]}
        elif any(each.tag in _BLOCKS for each in part.iterdescendants()):
            yield from _parts(part, title)
        elif isinstance(part.tag, str) and part.tag != "svg" and _text(part) not in ("", title):
            yield {"text": _text(part)}


def _lines(part: html.HtmlElement) -> list[str]:
    for line_break in part.iter("br"):
        line_break.tail = f"\n{line_break.tail or ''}"
    leaves = [each for each in part.iter("div") if each.find("div") is None]
    return [line.strip() for leaf in leaves for line in leaf.text_content().split("\n") if line.strip()]


def _text(part: html.HtmlElement) -> str:
    return " ".join(part.text_content().split())
