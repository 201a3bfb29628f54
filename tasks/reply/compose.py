"""Fills a letter's words: from the case, the decision, the held data and the policy, and from nowhere else."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from tasks.case.clock import Calendar
from tasks.case.codes_text import write_slip_code
from tasks.case.deficiency import DeficiencyItem, deficiency_items, deficiency_words
from tasks.case.due import reply_by
from tasks.case.era import iso_day
from tasks.case.errors import AddressUnknown
from tasks.case.fee_amount import amount_due
from tasks.case.letters import (
    Addressee,
    AnnexTable,
    Clause,
    ComplaintBody,
    DeficientItem,
    Letter,
    LetterKind,
    PurposeGroup,
    Sender,
)
from tasks.case.progress import Step
from tasks.case.reply import LetterDue
from tasks.case.words import FIELD_LABELS, Field, Finding, RequestKind, Verdict
from tasks.policy import Policy
from tasks.policy.money import FeeMeans
from tasks.policy.terms import stated
from tasks.store.cases import kinds_of
from tasks.store.tables import Answer, Case, HeldItem, LetterRow

_DESK = "個人情報お問い合わせ窓口"  # ours, where the company named no desk


class CaseFile:
    """What is on record of one case, as the letters need it."""

    def __init__(
        self,
        case: Case,
        policy: Policy,
        fields: dict[str, Field],
        findings: Sequence[Finding],
        answers: Sequence[Answer],
        held: Sequence[HeldItem],
        calendar: Calendar,
        of_round: int,
    ) -> None:
        self.case, self.policy, self.fields = case, policy, fields
        self.calendar, self.round = calendar, of_round
        self.findings, self.held = findings, [item for item in held if item.exact]
        self.answers = {Step(answer.step): answer for answer in answers}


def reply_by_of(file: CaseFile, written_on: date) -> date:
    """The last day that a deficiency letter gives: the policy's period for fees where nothing else is missing."""
    requests, days = file.policy.requests, file.policy.fee.days_to_cure
    only_fee = all(item.check.startswith("fee.") for item in _items(file))
    given = days if only_fee and isinstance(days, int) else requests.answer_days
    return reply_by(written_on, given, file.calendar)


def compose(file: CaseFile, due: LetterDue, letter: LetterRow) -> Letter:
    """The letter's words; AddressUnknown when nobody could be addressed."""
    policy, case, number, written_on = file.policy, file.case, letter.number, letter.written_on
    refused = due.kind is LetterKind.REFUSE
    return Letter(
        kind=due.kind,
        number=number,
        case_number=case.number,
        written_on=written_on,
        sender=_sender(policy),
        addressee=_addressee(file.fields),
        request_kinds=due.answers,
        request_date=_requested_on(file.fields.get("request.date")),
        received_on=case.received_on,
        by_agent=case.by_agent,
        annex=_annex(file) if due.kind is LetterKind.DISCLOSE else (),
        purposes=_purposes(policy) if due.kind is LetterKind.PURPOSE else (),
        grounds=_grounds(file, due.answers) if refused else (),
        reason=_decision(file).reason if refused else "",
        fee_kept=_fee_kept(policy, due.answers) if refused else None,
        corrected=case.corrected or "" if due.kind is LetterKind.CORRECTION_DONE else "",
        done_on=written_on if due.kind in (LetterKind.CORRECTION_DONE, LetterKind.SUSPENSION_DONE) else None,
        **(_asking(file, letter) if due.kind is LetterKind.DEFICIENCY else {}),
        notes=_consequences(policy, due),
        complaint_body=_complaint_body(policy),
    )


def _sender(policy: Policy) -> Sender:
    contact = policy.contact
    desk = stated(contact.desk_ja) or _DESK
    department, _, responsible = desk.removesuffix("）").partition("（")
    return Sender(
        company=policy.company.name_ja,
        department=department,
        responsible=responsible or department,
        postcode=stated(contact.postcode),
        address=tuple((stated(contact.address_ja) or "").split()),
        phone=stated(contact.phone),
        fax=stated(contact.fax),
        email=stated(contact.email),
        hours=_hours(contact.hours),
    )


def _hours(hours: str) -> str | None:
    if hours == "unspecified":
        return None
    return "〜".join(part.removeprefix("0") for part in hours.split("-"))


def _addressee(fields: dict[str, Field]) -> Addressee:
    name, address, postcode = (fields.get(f"person.{part}") for part in ("name", "address", "postcode"))
    if not name or not address or not name.value.strip() or not address.value.strip():
        raise AddressUnknown("The person's name or address was not read; write this letter by hand.")
    code = (postcode.normalized or postcode.value) if postcode else None
    return Addressee(postcode=code, address=address.value, name=name.value)


def _requested_on(field: Field | None) -> date | None:
    return iso_day(field.normalized) if field else None


def _annex(file: CaseFile) -> tuple[AnnexTable, ...]:
    return tuple(
        AnnexTable(item.system, tuple((FIELD_LABELS.get(k, k), v) for k, v in item.values)) for item in file.held
    )


def _purposes(policy: Policy) -> tuple[PurposeGroup, ...]:
    return tuple(PurposeGroup(group.category_ja, group.purposes_ja) for group in policy.purpose)


def _decision(file: CaseFile) -> Answer:
    return file.answers[Step.DECIDE]


def _grounds(file: CaseFile, answers: Sequence[RequestKind]) -> tuple[Clause, ...]:
    chosen = _decision(file).choices.get("grounds", [])
    answered = set(answers)
    listed = (g for g in file.policy.ground if g.number in chosen and (not g.kinds or answered & set(g.kinds)))
    english = file.policy.document.language == "en"
    return tuple(
        Clause(
            ground.number if ground.number_source == "published" else "",
            ground.text_ja,
            ground.text if english else "",
        )
        for ground in listed
    )


def _fee_kept(policy: Policy, kinds: Sequence[RequestKind]) -> bool | None:
    charged = set(kinds) & (policy.fee.charged or frozenset())
    return policy.fee.kept_on_refusal if charged and isinstance(policy.fee.kept_on_refusal, bool) else None


def _asking(file: CaseFile, letter: LetterRow) -> dict[str, Any]:
    """What only a deficiency letter says: the items, until when, what follows from silence, and the slip's code."""
    return {
        "deficiencies": _deficiencies(file),
        "reply_by": letter.reply_by,
        "lapse_text": stated(file.policy.requests.lapse_text_ja),
        "slip_code": write_slip_code(file.case.number, file.round),
    }


def _deficiencies(file: CaseFile) -> tuple[DeficientItem, ...]:
    return tuple(_with_fee(item, file) if item.check == "fee.amount" else _plain(item) for item in _items(file))


def _items(file: CaseFile) -> list[DeficiencyItem]:
    """Every failed check, and what a person found missing in a doubtful reading."""
    confirmed = file.answers.get(Step.CONFIRM_READING)
    chosen = [*confirmed.choices.get("deficiencies", [])] if confirmed else []
    failed = deficiency_items(finding for finding in file.findings if finding.verdict is Verdict.FAIL)
    return list({item.check: item for item in [*failed, *map(deficiency_words, chosen)]}.values())


def _plain(item: DeficiencyItem) -> DeficientItem:
    return DeficientItem(item.what_ja, item.cure_ja)


def _with_fee(item: DeficiencyItem, file: CaseFile) -> DeficientItem:
    """The item with what is due and how it may be paid, where the policy says so."""
    fee, charged = file.policy.fee, file.policy.fee.charged
    if fee.means == "unspecified" or not isinstance(fee.amount_yen, int) or charged is None or fee.per == "name":
        return _plain(item)
    due = amount_due(frozenset(kinds_of(file.case)), charged, fee.amount_yen, fee.per)
    means = "又は".join(_MEANS[each] for each in fee.means)
    found = next((f.detail for f in file.findings if f.check == item.check and f.result == "short"), "")
    return DeficientItem(found or item.what_ja, f"手数料は{due:,}円です。{means}でお納めください。{item.cure_ja}")


_MEANS = {
    FeeMeans.TEIGAKU_KOGAWASE: "定額小為替",
    FeeMeans.FUTSU_KOGAWASE: "普通為替",
    FeeMeans.STAMPS: "郵便切手",
    FeeMeans.CASH: "現金（現金書留）",
    FeeMeans.TRANSFER: "お振込み",
}


def _consequences(policy: Policy, due: LetterDue) -> tuple[str, ...]:
    """What the company says follows from a correction or suspension, in the letter that says it was done."""
    done = due.kind in (LetterKind.CORRECTION_DONE, LetterKind.SUSPENSION_DONE)
    told = stated(policy.requests.consequences_notice_ja)
    return (told,) if done and told and set(due.answers) & set(policy.requests.consequences_kinds) else ()


def _complaint_body(policy: Policy) -> ComplaintBody | None:
    if not policy.complaint:
        return None
    body = policy.complaint[0]
    return ComplaintBody(body.name_ja, body.phone, body.desk_ja, stated(body.toll_free) or "")
