"""Where everything lies on the prescribed forms: pure arithmetic that needs no policy file and no rendering.

A form is laid out from what its QR code says and from nothing else, so that a paper printed years ago can be read. Change
a number here and LAYOUT_VERSION must grow; layouts of older versions then stay beside the new one.
"""

from collections.abc import Sequence
from functools import partial

from tasks.case.codes_text import (
    AGENT_SUPPLEMENT,
    LAYOUT_VERSION,
    POWER_OF_ATTORNEY,
    RETURN_SLIP,
    FormCode,
    FormLanguage,
)
from tasks.case.words import AgentRelation, RequestKind
from tasks.forms.boxes import BoxKind, FormBox, FormLayout, Rect
from tasks.forms.sheet import AIR, LEFT, RIGHT, UNIT, VALUES, Sheet, spread

ERAS = ("taisho", "showa", "heisei", "reiwa", "western")
ENCLOSED = ("identity", "authority", "fee", "form", "other")


def layout_of(code: FormCode) -> FormLayout | None:
    """The geometry of the form whose code this is; None for a version that this kaiji does not know, or no kind at all."""
    if code.version != LAYOUT_VERSION or (not code.kinds and code.form not in {AGENT_SUPPLEMENT, RETURN_SLIP}):
        return None
    if code.form == RETURN_SLIP:
        return spread(_slip)
    guides = 1 if code.language is FormLanguage.JAPANESE else 2
    if code.form == POWER_OF_ATTORNEY:
        return spread(partial(_power_of_attorney, kinds=code.kinds))
    if code.form == AGENT_SUPPLEMENT:
        return spread(_agent_supplement).on_page(guides + 1)
    return spread(partial(_request, kinds=code.kinds)).on_page(guides + 1)


def _request(sheet: Sheet, kinds: Sequence[RequestKind]) -> None:
    sheet.line("how_to_write", 11.5)
    sheet.head("step.kinds" if len(kinds) > 1 else "step.kind")
    if len(kinds) > 1:
        sheet.ticks("request.kinds", [kind.value for kind in kinds], 9.5, columns=2)
    else:
        rect = Rect(LEFT + 2, sheet.y, RIGHT, sheet.y + 7)
        sheet.boxes.append(FormBox("request.kinds", BoxKind.STATED, 1, rect, kinds[0].value))
        sheet.y += 8.5
    sheet.head("step.person")
    sheet.written("person.kana", 9.5)
    sheet.written("person.name", 14)
    sheet.digits("person.postcode", (3, 4), between="dash")
    sheet.written("person.address", 10.5, ("1", "2"))
    sheet.date("person.birth_date", ERAS)
    sheet.digits("person.phone", (11,), hint="hint.phone")
    sheet.written("person.email", 10)
    sheet.head("step.subject")
    sheet.big("request.subject", BoxKind.NOTE, 15)
    sheet.head("step.signature")
    sheet.date("request.date", ("reiwa", "western"))
    sheet.big("form.signature", BoxKind.MARK, 17, 146, hint="hint.signature")


def _agent_supplement(sheet: Sheet) -> None:
    sheet.line("how_to_write", 11.5)
    sheet.head("step.for_whom")
    sheet.written("person.name", 14, label="for.name")
    sheet.head("step.agent")
    sheet.written("agent.kana", 9.5)
    sheet.written("agent.name", 14)
    sheet.digits("agent.postcode", (3, 4), between="dash")
    sheet.written("agent.address", 10.5, ("1", "2"))
    sheet.digits("agent.phone", (11,), hint="hint.phone")
    sheet.head("step.relation")
    sheet.ticks("agent.relation", [relation.value for relation in AgentRelation], 12)
    sheet.head("step.signature_agent")
    sheet.date("request.date", ("reiwa", "western"))
    sheet.big("form.signature", BoxKind.MARK, 20, 146, hint="hint.signature")


def _power_of_attorney(sheet: Sheet, kinds: Sequence[RequestKind]) -> None:
    sheet.line("poa.says", 13)
    sheet.head("step.to_whom")
    sheet.written("authority.agent_name", 14)
    sheet.written("authority.agent_address", 10.5, ("1", "2"))
    sheet.head("step.scope")
    sheet.ticks("authority.scope", [kind.value for kind in kinds], 11, columns=2)
    sheet.head("step.principal")
    sheet.date("authority.date", ("reiwa", "western"))
    sheet.written("authority.person_address", 10.5, ("1", "2"))
    sheet.written("authority.person_name", 14)
    sheet.date("authority.birth_date", ERAS)
    sheet.big("authority.signature", BoxKind.MARK, 22, 146, hint="hint.signature")


def _slip(sheet: Sheet) -> None:
    sheet.line("slip.says", 14)
    sheet.y += 4
    sheet.head("step.case")
    sheet.text("slip.case", "label", Rect(LEFT, sheet.y, VALUES, sheet.y + 10))
    sheet.text("slip.letter", "unit", Rect(VALUES + AIR, sheet.y, VALUES + AIR + UNIT, sheet.y + 10))
    right = sheet.cells("slip.case", "year", VALUES + AIR + UNIT, 2)
    sheet.text("dash", "unit", Rect(right, sheet.y, right + UNIT, sheet.y + 10))
    sheet.cells("slip.case", "number", right + UNIT, 5)
    sheet.y += 15
    sheet.head("step.sender")
    sheet.written("person.name", 14)
    sheet.y += 4
    sheet.head("step.enclosed")
    sheet.ticks("slip.enclosed", ENCLOSED, 12)
    sheet.big("slip.note", BoxKind.NOTE, 30)
    sheet.y += 4
    sheet.line("slip.last", 14)
