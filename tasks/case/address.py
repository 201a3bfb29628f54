"""Takes a Japanese address apart: prefecture, area, the numbers of its block, and the building.

The block is what 丁目・番地・号 or hyphens join: 二丁目1番5号 and 2-1-5 are the same numbers. Numerals inside the area (四日市,
北3条西) are unified too, the same way on both sides, so the result is for comparing and not for printing.
"""

import re
import unicodedata
from typing import NamedTuple

from tasks.case.era import KANJI_NUMERALS, kanji_number

PREFECTURES = """
北海道 青森県 岩手県 宮城県 秋田県 山形県 福島県 茨城県 栃木県 群馬県 埼玉県 千葉県 東京都 神奈川県 新潟県 富山県 石川県 福井県 山梨県 長野県 岐阜県
静岡県 愛知県 三重県 滋賀県 京都府 大阪府 兵庫県 奈良県 和歌山県 鳥取県 島根県 岡山県 広島県 山口県 徳島県 香川県 愛媛県 高知県 福岡県 佐賀県 長崎県
熊本県 大分県 宮崎県 鹿児島県 沖縄県
""".split()  # noqa: SIM905 (forty-seven quoted strings would hide the list)

_KANJI_RUN = rf"[{KANJI_NUMERALS}]+"
_NUM = rf"(?:\d+|{_KANJI_RUN})"
_UNIT = r"丁目|番地の|番地|番(?![町丁館])|号(?![館棟室])|(?<=\d)[のノ](?=\d)|-"
_JOIN = rf"\s*(?:{_UNIT})\s*"
_BLOCK = re.compile(
    rf"{_NUM}(?=\s*(?:{_UNIT}))(?:{_JOIN}{_NUM}(?![条線階FfA-Za-z\d]))*(?:\s*(?:丁目|番地|番(?![町丁館])|号(?![館棟室])))?"
    r"|\d+(?![\d条線区町丁の番号階日])(?![^\d\s]{1,3}?[市区町村郡])(?![一-鿿々].*\d-\d)"  # a bare number, not 4日市 or 6本木
    rf"|{_KANJI_RUN}$"
)
_PREFECTURE = re.compile("|".join(PREFECTURES))
_POSTCODE = re.compile(r"^\s*〒?\s*\d{3}-?\d{4}(?!\d)\s*|〒\s*\d{3}-?\d{4}\s*")
_INVISIBLE = re.compile(r"[\u200b-\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_DASHES = re.compile(r"[‐‑‒–—―−─－ｰ]|(?<=[\d\s])ー(?=[\d\s])|(?<=\d)一(?=\d)")
_MISREAD = str.maketrans("ニハー", "二八一")


class Address(NamedTuple):
    """An address taken apart; `block` holds its numbers in order, `building` its name and room."""

    prefecture: str
    area: str
    block: tuple[int, ...]
    building: str

    def __str__(self) -> str:
        """The canonical line, e.g. 大阪府大阪市中央区西心斎橋2-1-5日本生命ビル3F."""
        return f"{self.prefecture}{self.area}{'-'.join(map(str, self.block))}{self.building}"


def split_address(text: str) -> Address:
    """Takes `text` apart; an address without numbers has an empty block and no building."""
    plain = _POSTCODE.sub("", _DASHES.sub("-", unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))).strip())
    plain = re.sub(r"[ニハー](?=丁目|番地)", lambda shape: shape[0].translate(_MISREAD), plain)
    found = _PREFECTURE.match(plain.lstrip())
    prefecture = found[0] if found else ""
    rest = plain.lstrip()[len(prefecture) :]
    block = _BLOCK.search(rest)
    if block is None:
        return Address(prefecture, _area(rest), (), "")
    numbers = tuple(_number(run) for run in re.findall(_NUM, block[0]))
    return _with_room_number(Address(prefecture, _area(rest[: block.start()]), numbers, _building(rest[block.end() :])))


def _number(run: str) -> int:
    return int(run) if run.isdigit() and run.isascii() else kanji_number(run)


def _area(text: str) -> str:
    """The place names, with ヶ/ケ/が, ノ/の/之, 大字 and numerals unified and nothing but letters left."""
    letters = re.sub(r"[\s、,・]", "", text)
    unified = re.sub(r"大字|(?<=.)字", "", letters).translate(str.maketrans("ヶがガヵッっノ之", "ケケケケツツのの"))
    return re.sub(_KANJI_RUN, lambda run: str(kanji_number(run[0])), unified).rstrip("-")


def _building(text: str) -> str:
    letters = re.sub(r"[\s、,・#()]", "", text).upper()
    return re.sub(r"(?<=\d)(?:号室|号|室)$", "", letters.replace("階", "F")).strip("-")


def _with_room_number(address: Address) -> Address:
    """A building that is nothing but a room number is the block's last number: 1-2-3 305号室 is 1-2-3-305."""
    if not address.building.isdigit():
        return address
    return address._replace(block=(*address.block, int(address.building)), building="")


def _room(address: Address) -> str:
    found = re.search(r"(\d+)$", address.building)
    return found[1] if found else ""


def same_block(left: Address, right: Address) -> str:
    """`exact` for equal numbers; `variant` where one writes fewer of them, as when a room number is left out."""
    if left.block == right.block:
        return "exact"
    shorter, longer = sorted((left.block, right.block), key=len)
    return "variant" if shorter and longer[: len(shorter)] == shorter else "mismatch"


def same_building(left: Address, right: Address) -> str:
    """`variant` where the building is left out or named otherwise; two different rooms are a `mismatch`."""
    if left.building == right.building:
        return "exact"
    rooms = {_room(left), _room(right)} - {""}
    return "mismatch" if len(rooms) == 2 else "variant"
