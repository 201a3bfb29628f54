"""A letter of each kind under each sample policy, and its words line by line, however they are laid out.

`python -m tests.support.letter_texts` writes the words anew, to be read and approved: `git diff tests/support/letters`.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

from tasks.case.findings import finding
from tasks.case.letters import Letter, LetterKind
from tasks.case.reply import LetterDue
from tasks.case.words import Field, RequestKind
from tasks.policy import Policy
from tasks.policy.choosable import choosable
from tasks.reply.case_file import CaseFile, Done
from tasks.reply.compose import compose
from tasks.reply.deficient import asking_due
from tasks.reply.render_letter import letter_html
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.tables import Answer, LetterRow
from tests.support.cases import BOX
from tests.unit.test_replies import AT, INQUIRY, MEMBER, SAMPLES, a_file, policy_of, the_letter

APPROVED = Path(__file__).resolve().parent / "letters"
_END_OF_LINE = re.compile(r"</(?:p|div|h1|h2|li|td|th|tr|caption|title)>")
_REASONS = {
    "correction": "登録のもととなった書面を確認した結果、登録の内容は事実と相違ないものと認められました。",
    "suspend_erase": "帳簿として保存する義務のある記録に含まれているため、検索の対象から除く措置をとりました。",
    "stop_provision": "提供の停止に多額の費用を要するため、提供する項目を氏名のみに限る措置をとりました。",
}


def _first_ground(policy: Policy, kind: str, *, of_data: bool = False) -> list[str]:
    """The first ground that may be chosen for a kind: the company's where it lists one."""
    asked = RequestKind(kind)
    fit = [each for each in choosable(policy, [asked]) if asked in each.kinds and (each.of_data or not of_data)]
    return [fit[0].number]


def _decided(
    kind: str, choice: str, *, of_data: bool = False, quotes: bool = True, **more: Any
) -> Callable[..., Letter]:
    def letter(policy: Policy) -> Letter:
        grounds = _first_ground(policy, kind, of_data=of_data) if quotes else []
        reason = {"reason": _REASONS[kind]} if kind in _REASONS else {}
        choices = {kind: choice, "grounds": grounds, **more}
        return the_letter(worked_on(a_file(policy, MEMBER, INQUIRY, **reason, **choices)))

    return letter


def worked_on(file: CaseFile) -> CaseFile:
    """What was decided is on record as done: a correction in one text, as before there were orders; a measure as its reason says."""
    told = {
        "correct": {"item": "会員登録情報の電話番号を訂正しました。"},
        "substitute": {"item": "", "measure": file.decision.reason},
    }
    done = [
        Done(WorkOrder(kind=kind, choice=choice, system=""), (WorkDone(done_on=AT.date(), **told[choice]),))
        for kind, choice in file.decision.choices.items()
        if choice in ("correct", "substitute")
    ]
    return replace(file, done=done)


def _excluded(policy: Policy) -> Letter:
    """Rococo alone lists data whose existence it does not tell."""
    reason = "ご請求の対象となる情報の存否をお答えすることにより、第三者の安全が害されるおそれがあるためです。"
    return the_letter(a_file(policy, reason=reason, disclosure="not_target", grounds=["a"]))


def _fields(file: CaseFile, **values: str) -> dict[str, Field]:
    more = {name.replace("__", "."): value for name, value in values.items()}
    return file.fields | {
        n: Field(name=n, value=v, normalized=v, confidence=1, page=0, poly=BOX) for n, v in more.items()
    }


def with_fee(policy: Policy, yen: int) -> CaseFile:
    """A request for disclosure with one money order of so many yen, found short."""
    file = a_file(policy, disclosure="disclose")
    order = {"fee__instruments": f"12345678901:{yen}:2026-11-10", "fee__payees": "blank"}
    short = finding("fee.amount", "short", "手数料が不足しています。")
    return replace(file, fields=_fields(file, **order), findings=[short])


def _short(policy: Policy) -> Letter:
    file = with_fee(policy, 700)
    (due,) = asking_due(file)
    return compose(file, due, _row(due, reply_by=date(2026, 12, 4)))


def _notice(kind: LetterKind) -> Callable[..., Letter]:
    def letter(policy: Policy) -> Letter:
        file, due = with_fee(policy, 1000), LetterDue(kind, kind.value, (RequestKind.DISCLOSURE,))
        reason, choices = (
            "対象となる記録が多く、確認に時間を要しているためです。",
            {"action": "extend", "until": "2026-12-18"},
        )
        granted = Answer(step="extend_due", person="sato", answered_at=AT, choices=choices, reason=reason)
        return compose(replace(file, extensions={due.occasion: granted}), due, _row(due))

    return letter


def _row(due: LetterDue, **more: Any) -> LetterRow:
    return LetterRow(number="K26-00001-1", written_on=AT.date(), kind=due.kind, occasion=due.occasion, **more)


LETTERS: dict[str, Callable[[Policy], Letter]] = {
    "purpose": _decided("purpose_notice", "notify", quotes=False),
    "disclose": _decided("disclosure", "disclose", quotes=False),
    "partial": _decided("disclosure", "disclose_partly", withheld=["応対記録"]),
    "method_change": _decided("disclosure", "other_method", quotes=False, offered_method="on_paper"),
    "refuse": _decided("disclosure", "refuse"),
    "no_data": _decided("disclosure", "no_data", quotes=False),
    "not_target": _decided("disclosure", "not_target"),
    "self_service": _decided("correction", "self_service", quotes=False),
    "correction_done": _decided("correction", "correct", quotes=False),
    "correction_not_done": _decided("correction", "refuse", of_data=True),
    "suspension_done": _decided("suspend_erase", "suspend", quotes=False),
    "suspension_not_done": _decided("suspend_erase", "substitute", of_data=True),
    "stop_not_done": _decided("stop_provision", "substitute", of_data=True),
    "purpose_refused": _decided("purpose_notice", "refuse"),
    "acknowledgement": _notice(LetterKind.ACKNOWLEDGEMENT),
    "extension": _notice(LetterKind.EXTENSION),
    "excluded": _excluded,
    "fee_short": _short,
}
ROCOCO_ALONE = ("excluded", "fee_short")  # the others list no such data, and no fee
CASES = [(code, name) for code in SAMPLES for name in LETTERS if code == "rococo" or name not in ROCOCO_ALONE]


def words_of(letter: Letter) -> list[str]:
    """The text of each paragraph, cell and heading, in order."""
    body = letter_html(letter).partition("<body>")[2]
    body = re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL)  # what a drawing is called when it is read out
    lines = re.sub(r"<[^>]+>", "", _END_OF_LINE.sub("\n", body.replace("\n", "").replace("<br>", ""))).split("\n")
    return [line for each in lines if (line := unescape(each).strip())]


def approved(code: str, name: str) -> Path:
    """Where the words of a letter lie as they were approved."""
    return APPROVED / f"{code}-{name}.txt"


def written(code: str, name: str) -> list[str]:
    """The words of a letter as it is written now."""
    return words_of(LETTERS[name](policy_of(code)))


if __name__ == "__main__":
    for each in CASES:
        approved(*each).write_text("\n".join(written(*each)) + "\n", encoding="utf-8")
