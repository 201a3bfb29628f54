"""A desk for tests: somebody is signed in, and its hands only write down what they were asked for."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import cv2
import numpy as np
from fastapi import Response
from PIL import Image, ImageDraw, ImageFont

from tasks.case.errors import KaijiError
from tasks.case.roles import Role
from tasks.case.words import Field, Finding, Page, PageKind, Reading, Redaction, Verdict
from tasks.check.open_case import check_and_open
from tasks.desk.app import app
from tasks.desk.hands import Hands
from tasks.desk.signed_in import SignedIn
from tasks.engines.pdf import pictures_to_pdf
from tasks.receive.inbox import take_packet
from tasks.store.account_tables import Account
from tasks.store.packets import packet_by_number
from tasks.store.sealed import REDACTED, REDACTION
from tasks.store.tables import PacketStatus
from tests.support.cases import ADDRESS, NAME, VALUES

REVIEWER = SignedIn("sato", frozenset({Role.REVIEWER}), "en", "token-of-sato")
DPI, WIDTH, HEIGHT = 150, 1240, 1754
PNG = cv2.imencode(".png", np.full((40, 160, 3), 200, np.uint8))[1].tobytes()
_FONT = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


@dataclass
class Asked:
    """What the desk asked of the stages; `refuses` is the sentence with which they refuse, if any."""

    calls: list[tuple[Any, ...]] = field(default_factory=list)
    refuses: str = ""

    def hands(self) -> Hands:
        """Hands that write down what they are asked for."""

        def noting(name: str, gives: Any = None) -> Any:
            def asked(*what: Any) -> Any:
                self.calls.append((name, *what))
                if self.refuses:
                    raise KaijiError(self.refuses)
                return gives

            return asked

        names = (
            "edit_field", "edit_marks", "instruct", "move_on", "answer", "acknowledge", "release_notice", "discard_notice",
        )  # fmt: skip
        return Hands(
            unmask=noting("unmask", PNG), preview=noting("preview", b"%PDF-"), **{name: noting(name) for name in names}
        )


def desk_of(house, person=REVIEWER, asked=None):
    """The desk with this person signed in, or nobody; what is sent must bear their token, as the gate demands.

    The gate itself has tests of its own.
    """
    desk = app(house, asked.hands() if asked else None)
    desk.user_middleware = [each for each in desk.user_middleware if each.cls.__name__ != "Gate"]

    @desk.middleware("http")
    async def sign_in(request, call_next):
        request.state.signed_in = person
        if request.method == "POST" and person is not None:
            in_form = f"csrf={person.csrf}".encode() in await request.body()
            if request.headers.get("x-csrf-token") != person.csrf and not in_form:
                return Response(status_code=403)
        return await call_next(request)

    return desk


def account_of(house, person=REVIEWER):
    """The account behind somebody who is signed in."""
    with house.database.transaction() as session:
        roles = [role.value for role in person.roles]
        session.add(Account(handle=person.handle, roles=roles, created_at=house.now()))


def box(left, top, right, bottom):
    """A place on a drawn page, given in its pixels."""
    x0, x1, y0, y1 = left / WIDTH, right / WIDTH, top / HEIGHT, bottom / HEIGHT
    return ((x0, y0), (x1, y0), (x1, y1), (x0, y1))


PLACES = {  # page and pixels of each field's value
    "request.kinds": (0, (300, 300, 420, 340)),
    "request.date": (0, (860, 180, 1130, 220)),
    "form.signature": (0, (1000, 470, 1060, 530)),
    "person.name": (0, (300, 480, 520, 525)),
    "person.postcode": (0, (300, 560, 450, 600)),
    "person.address": (0, (300, 620, 900, 665)),
    "person.birth_date": (0, (300, 700, 620, 740)),
    "id.kind": (1, (200, 180, 420, 225)),
    "id.name": (1, (320, 300, 540, 345)),
    "id.address": (1, (320, 380, 900, 425)),
    "id.birth_date": (1, (700, 300, 1000, 345)),
    "id.expires_on": (1, (320, 460, 640, 505)),
    "fee.total": (2, (700, 300, 900, 350)),
    "fee.instruments": (2, (300, 300, 600, 350)),
    "fee.payees": (2, (300, 420, 700, 470)),
}
MARK = (320, 560, 900, 610)  # pixels of the one redaction box, on the second page
_HEADINGS = ("保有個人データ開示等請求書", "運転免許証", "定額小為替証書")


def _picture(page: int, words: dict[str, str]) -> np.ndarray:
    sheet = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw, large, small = ImageDraw.Draw(sheet), _font(44), _font(26)
    draw.text((WIDTH // 2, 80), _HEADINGS[page], fill="black", font=large, anchor="mm")
    for name, (at, (left, top, right, bottom)) in PLACES.items():
        if at == page:
            draw.rectangle((left - 8, top - 8, right + 8, bottom + 8), outline=(150, 150, 150))
            draw.text((left + 4, (top + bottom) // 2), words.get(name, ""), fill=(20, 20, 60), font=small, anchor="lm")
    if page == 1:
        draw.text((200, 585), "本籍", fill="black", font=small, anchor="lm")
        draw.rectangle(MARK, fill="black")
    return np.asarray(sheet)[:, :, ::-1].copy()


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size)


def drawn_case(house, rotation=0, **changes) -> str:
    """A case of three drawn pages whose fields lie where `PLACES` says; `changes` replace values, None leaves one out."""
    values = VALUES | {name.replace("__", "."): value for name, value in changes.items()}
    values = {name: value for name, value in values.items() if value is not None}
    fields = {
        name: Field(
            name=name,
            value=value,
            normalized=normalized,
            confidence=0.6 if name == "person.birth_date" else 0.97,
            page=PLACES[name][0],
            poly=box(*PLACES[name][1]),
        )
        for name, (value, normalized) in values.items()
    }
    mark = Redaction(poly=box(*MARK), reason="domicile", source="label")
    pages = tuple(
        Page(
            index=i,
            source=f"0001.pdf#{i + 1}",
            kind=kind,
            confidence=0.99,
            rotation=rotation if i == 1 else 0,
            width=WIDTH,
            height=HEIGHT,
            redactions=(mark,) if i == 1 else (),
            doubts=("本籍の記載欄が見つかりません。この頁の本籍欄を確認してください。",) if i == 2 else (),
        )
        for i, kind in enumerate((PageKind.REQUEST_FORM, PageKind.LICENCE, PageKind.MONEY_ORDER))
    )
    drawn = _drawn(tuple((name, value) for name, (value, _) in values.items()))
    return _kept(house, Reading(pages=pages, fields=fields), drawn)


@cache
def _drawn(words: tuple[tuple[str, str], ...]) -> bytes:
    """A PDF of the three pages with these words."""
    return pictures_to_pdf([(_picture(page, dict(words)), DPI) for page in range(3)])


def _kept(house, reading, redacted) -> str:
    envelope = house.settings.inbox / "scan.pdf"
    envelope.write_bytes(reading.model_dump_json().encode())
    number = take_packet(house, envelope)
    masking = Finding(check="masking.domicile", result="masked_by_tool", verdict=Verdict.PASS)
    kept = {"reading": reading.model_dump(mode="json"), "masking": masking.model_dump(mode="json")}
    house.sealed.put(number, REDACTION, json.dumps(kept).encode())
    house.sealed.put(number, REDACTED, redacted)
    with house.database.transaction() as session:
        packet_by_number(session, number).status = PacketStatus.REDACTED
    return check_and_open(house, number)


__all__ = ["ADDRESS", "NAME", "PLACES", "Asked", "account_of", "box", "desk_of", "drawn_case"]
