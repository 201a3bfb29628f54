"""Finds who wrote a letter that labels nothing: an address and a name beside it, apart from the company it is written to."""

import re
from typing import NamedTuple

from tasks.engines.gazetteer import nearest_places, same_writing
from tasks.engines.geometry import Box
from tasks.engines.label_values import Value
from tasks.engines.page_layout import Layout, Line
from tasks.read.repair import split_postcode

_LEAD = re.compile(r"^[\s　]*(?:請求者|申請者|差出人|依頼者|本人|私)?[\s　:：]*")
_NO_PERSON = re.compile(
    r"御中|会社|法人|様$|殿$|宛|行$|係|課$|部$|室$|窓口|担当|センター|支店|本店|前略|拝啓|敬具|草々|以上|記$|電話|TEL|封|[\d０-９:：、。@]"
)
_NAME = re.compile(r"[一-鿿々ぁ-んァ-ヶー㐀-䶿]{1,5}[\s　]{0,3}[一-鿿々ぁ-んァ-ヶー㐀-䶿]{1,5}")
_SEAL = re.compile(r"[\s　]*(?:㊞|[(（]?印[)）]?)$")
_LEAST_NAME = 2
_NUMBER = re.compile(r"[\d０-９一二三四五六七八九十]")
_NEAR = 2.6  # heights of a line between the address, its second row and the name
_SURE = 0.9  # of a reading whose place alone tells what it is


class Sender(NamedTuple):
    """A letter's sender as it stands there: the address with the postcode before it, and the name."""

    address: Value
    name: Value


def sender_of(layout: Layout) -> Sender | None:
    """The one place of a letter where an address and a name stand one under the other; None where there is none or two.

    The company's own address is followed by its name, which ends in 御中 or names a department, and is none.
    """
    found = [(line, name) for line in layout.lines if _is_address(line) and (name := _name_near(layout, line))]
    if len(found) != 1:
        return None
    line, (named, text) = found[0]
    return Sender(_value(line, line.text.strip(), line.box), _value(named, text, named.box))


def _value(line: Line, text: str, box: Box) -> Value:
    return Value(text, box, line.confidence * _SURE, (box,))


def _is_address(line: Line) -> bool:
    """Whether a line begins with a place that exists and goes on to a number, and is no sentence."""
    _, rest = split_postcode(line.text)
    if re.search(r"[。、]|御中|会社|様$", rest):
        return False
    near = nearest_places(rest)
    exact = bool(near) and same_writing(near[0][0], near[0][1].name)
    return exact and bool(_NUMBER.search(rest[len(near[0][0]) :]))


def _name_near(layout: Layout, address: Line) -> tuple[Line, str] | None:
    """The line under an address, or above it, that is somebody's name; under it first."""
    size = address.height
    below = [one for one in layout.lines if 0 <= one.box[1] - address.box[3] + 0.4 * size < _NEAR * size]
    above = [one for one in layout.lines if 0 <= address.box[1] - one.box[3] + 0.4 * size < _NEAR * size]
    for one in (*sorted(below, key=lambda line: line.box[1]), *sorted(above, key=lambda line: -line.box[1])):
        beside = one.box[0] < address.box[2] and one.box[2] > address.box[0]
        name = _person(one.text)
        if beside and name:
            return one, name
    return None


def _person(text: str) -> str:
    """The name that a line holds and nothing else, or ""."""
    plain = _SEAL.sub("", _LEAD.sub("", text)).strip(" 　")
    letters = re.sub(r"[\s　]", "", plain)
    is_name = len(letters) >= _LEAST_NAME and _NAME.fullmatch(plain) and not _NO_PERSON.search(plain)
    return plain if is_name else ""
