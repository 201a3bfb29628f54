"""What only a deficiency letter says: what is missing, how to mend it, until when, and what follows from silence."""

from datetime import date
from typing import Any

from tasks.case.codes_text import write_slip_code
from tasks.case.deficiency import DeficiencyItem, deficiency_items, deficiency_words
from tasks.case.due import reply_by
from tasks.case.fee_words import yen
from tasks.case.letters import DeficientItem
from tasks.case.progress import Step
from tasks.case.reply import LetterDue, deficiency_due
from tasks.case.words import Verdict
from tasks.policy.terms import stated
from tasks.reply.case_file import CaseFile
from tasks.reply.fee_told import fee_due, fee_short, payable_by
from tasks.store.cases import kinds_of
from tasks.store.tables import LetterRow


def asking_due(file: CaseFile) -> list[LetterDue]:
    """The one letter that asks for what is missing: on the fee where it is only that too little came, how much surely known."""
    only_fee = [item.check for item in _items(file)] == ["fee.amount"]
    short = any(finding.check == "fee.amount" and finding.result == "short" for finding in file.findings)
    on_fee = only_fee and short and fee_short(file) is not None
    return deficiency_due(kinds_of(file.case), file.round, only_fee_short=on_fee)


def reply_by_of(file: CaseFile, written_on: date) -> date:
    """The last day that a deficiency letter gives: the policy's period for fees where nothing else is missing."""
    requests, days = file.policy.requests, file.policy.fee.days_to_cure
    only_fee = all(item.check.startswith("fee.") for item in _items(file))
    given = days if only_fee and isinstance(days, int) else requests.answer_days
    return reply_by(written_on, given, file.calendar)


def asking(file: CaseFile, letter: LetterRow) -> dict[str, Any]:
    """What only a deficiency letter says: the items, until when, what follows from silence, and the slip's code."""
    return {
        "deficiencies": _deficiencies(file),
        "reply_by": letter.reply_by,
        "lapse_text": _lapse(file),
        "slip_code": write_slip_code(file.case.number, file.round),
    }


def _lapse(file: CaseFile) -> str | None:
    """What follows from silence where the company has published it; its words are kept in Japanese, told in English by us."""
    requests = file.policy.requests
    return stated(requests.lapse_text_ja) if file.language == "ja" else _LAPSE_EN.get(requests.on_lapse)


_LAPSE_EN = {
    "withdrawn": "If we have received nothing by then, the request is treated as withdrawn under the rules that we have published.",
    "refused": "If we have received nothing by then, we decline the request under the rules that we have published.",
}


def _deficiencies(file: CaseFile) -> tuple[DeficientItem, ...]:
    items = _items(file)
    return tuple(_with_fee(item, file) if item.check == "fee.amount" else _plain(item, file.language) for item in items)


def _items(file: CaseFile) -> list[DeficiencyItem]:
    """Every failed check, and what a person found missing in a doubtful reading."""
    confirmed = file.answers.get(Step.CONFIRM_READING)
    chosen = [*confirmed.choices.get("deficiencies", [])] if confirmed else []
    failed = deficiency_items(finding for finding in file.findings if finding.verdict is Verdict.FAIL)
    return list({item.check: item for item in [*failed, *map(deficiency_words, chosen)]}.values())


def _plain(item: DeficiencyItem, language: str) -> DeficientItem:
    if language == "en":
        return DeficientItem(item.what_en, item.cure_en)
    return DeficientItem(item.what_ja, item.cure_ja)


def _with_fee(item: DeficiencyItem, file: CaseFile) -> DeficientItem:
    """The item with what is due and how it may be paid, where the policy says so."""
    plain, due, taken = _plain(item, file.language), fee_due(file), file.policy.fee.means
    if due is None or isinstance(taken, str):
        return plain
    means = payable_by(taken, file.language)
    if file.language == "en":  # a finding's own words are in Japanese
        return DeficientItem(plain.what, f"The fee is {yen(due, 'en')}, payable by {' or '.join(means)}. {plain.cure}")
    found = next((f.detail for f in file.findings if f.check == item.check and f.result == "short"), "")
    return DeficientItem(
        found or plain.what, f"手数料は{yen(due)}です。{'又は'.join(means)}でお納めください。{plain.cure}"
    )
