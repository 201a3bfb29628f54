"""Fills a letter's words: from the case, the decision, the held data and the policy, and from nowhere else."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tasks.case.codes_text import write_letter_code
from tasks.case.era import iso_day
from tasks.case.errors import AddressUnknown
from tasks.case.letters import Addressee, Letter, LetterKind
from tasks.case.reply import LetterDue
from tasks.case.words import Field
from tasks.reply import company_words
from tasks.reply.annex import annex_without, labels_of, whole_annex
from tasks.reply.case_file import CaseFile
from tasks.reply.deficient import asking
from tasks.reply.quoting import grounds
from tasks.store.tables import LetterRow


def compose(file: CaseFile, due: LetterDue, letter: LetterRow) -> Letter:
    """The letter's words.

    AddressUnknown when nobody could be addressed, NotPartlyDisclosed when a part cannot be withheld as decided.
    """
    policy, case = file.policy, file.case
    return Letter(
        kind=due.kind,
        number=letter.number,
        replaces=letter.replaces,
        return_code=write_letter_code(letter.number),
        case_number=case.number,
        written_on=letter.written_on,
        sender=company_words.sender(policy),
        addressee=_addressee(file.fields),
        request_kinds=due.answers,
        request_date=_requested_on(file.fields.get("request.date")),
        received_on=case.received_on,
        by_agent=case.by_agent,
        notes=company_words.consequences(policy, due),
        complaint_body=company_words.complaint_body(policy),
        **_OWN[due.kind](file, due, letter),
    )


def _whole(file: CaseFile, _due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"annex": whole_annex(file)}


def _partial(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    withheld = tuple(map(str, file.decision.choices.get("withheld") or ()))
    return {"annex": annex_without(file, withheld), "withheld": labels_of(withheld), **_why(file, due)}


def _why(file: CaseFile, due: LetterDue) -> dict[str, Any]:
    return {"grounds": grounds(file, due), "reason": file.decision.reason}


def _refused(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return _why(file, due) | _fee(file, due)


def _not_held(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"search": file.search, "reason": file.decision.reason, **_fee(file, due)}


def _self_service(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"self_service": company_words.self_service(file.policy), **_fee(file, due)}


def _purpose(file: CaseFile, _due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"purposes": company_words.purposes(file.policy)}


def _corrected(file: CaseFile, _due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    return {"corrected": file.case.corrected or "", "done_on": letter.written_on}


def _suspended(_file: CaseFile, _due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    return {"done_on": letter.written_on}


def _deficient(file: CaseFile, _due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    return asking(file, letter)


_OWN: dict[LetterKind, Callable[[CaseFile, LetterDue, LetterRow], dict[str, Any]]] = {
    LetterKind.DISCLOSE: _whole,
    LetterKind.PARTIAL: _partial,
    LetterKind.REFUSE: _refused,
    LetterKind.NO_DATA: _not_held,
    LetterKind.NOT_TARGET: _refused,
    LetterKind.SELF_SERVICE: _self_service,
    LetterKind.PURPOSE: _purpose,
    LetterKind.CORRECTION_DONE: _corrected,
    LetterKind.SUSPENSION_DONE: _suspended,
    LetterKind.DEFICIENCY: _deficient,
}


def _addressee(fields: dict[str, Field]) -> Addressee:
    name, address, postcode = (fields.get(f"person.{part}") for part in ("name", "address", "postcode"))
    if not name or not address or not name.value.strip() or not address.value.strip():
        raise AddressUnknown("The person's name or address was not read; write this letter by hand.")
    code = (postcode.normalized or postcode.value) if postcode else None
    return Addressee(postcode=code, address=address.value, name=name.value)


def _requested_on(field: Field | None) -> date | None:
    return iso_day(field.normalized) if field else None


def _fee(file: CaseFile, due: LetterDue) -> dict[str, Any]:
    """What becomes of the fee where the request is not met; None where none was due or the policy is silent."""
    fee = file.policy.fee
    told = set(due.answers) & (fee.charged or frozenset()) and isinstance(fee.kept_on_refusal, bool)
    return {"fee_kept": fee.kept_on_refusal if told else None}
