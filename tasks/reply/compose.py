"""Fills a letter's words: from the case, the decision, the held data and the policy, and from nowhere else."""

from collections.abc import Callable
from datetime import date
from typing import Any

from tasks.case.era import iso_day
from tasks.case.errors import NotPartlyDisclosed
from tasks.case.letters import AnnexTable, Letter, LetterKind
from tasks.case.methods import METHODS
from tasks.case.reply import LetterDue
from tasks.case.words import Field
from tasks.letter_places import package_name
from tasks.reply import company_words, notice_words
from tasks.reply.addressing import directed
from tasks.reply.annex import annex_without, labels_of, whole_annex
from tasks.reply.carried_out import corrections, measures
from tasks.reply.case_file import CaseFile
from tasks.reply.deficient import asking
from tasks.reply.fee_told import fee_received, fee_short, rest_due
from tasks.reply.quoting import grounds, tells_of_data
from tasks.reply.withheld import unless_told
from tasks.store.tables import LetterRow


def compose(file: CaseFile, due: LetterDue, letter: LetterRow) -> Letter:
    """The letter's words.

    AddressUnknown when nobody could be addressed, NotPartlyDisclosed when a part cannot be withheld as decided, or when the
    letter would tell what another of the case withholds.
    """
    policy, case, direction = file.policy, file.case, directed(file)
    words = Letter(
        kind=due.kind,
        number=letter.number,
        replaces=letter.replaces,
        return_code=file.return_code(letter.number),
        case_number=case.number,
        written_on=letter.written_on,
        language=file.language,
        prevails=company_words.prevailing(policy, file.language),
        sender=company_words.sender(policy, file.language),
        addressee=direction.addressee,
        principal=direction.principal,
        request_kinds=due.answers,
        request_date=_requested_on(file.fields.get("request.date")),
        received_on=case.received_on,
        by_agent=case.by_agent,
        notes=company_words.consequences(policy, due, file.language),
        complaint_body=company_words.complaint_body(policy, file.language),
        **_OWN[due.kind](file, due, letter),
    )
    unless_told(file, words)
    return words


def _disclosed(annex: tuple[AnnexTable, ...], letter: LetterRow) -> dict[str, Any]:
    """The annex, and as which file it goes out where it does not on paper: the method is part of the answer (Art. 33(2))."""
    return {"annex": annex, "package": package_name(letter) if letter.package else ""}


def _whole(file: CaseFile, _due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    return _disclosed(whole_annex(file), letter)


def _records(file: CaseFile, _due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    """Art. 33(5): the records of provision, and none of the data itself, which was not asked for here."""
    records = whole_annex(file, "provision")
    if not records:
        raise NotPartlyDisclosed("No record of third-party provision is among the held data; decide again.")
    return _disclosed(records, letter)


def _partial(file: CaseFile, due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    withheld = tuple(map(str, file.decision.choices.get("withheld") or ()))
    annex = annex_without(file, withheld)
    return _disclosed(annex, letter) | {"withheld": labels_of(file, withheld)} | _why(file, due)


def _why(file: CaseFile, due: LetterDue) -> dict[str, Any]:
    return {"grounds": grounds(file, due), "reason": file.decision.reason}


def _refused(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return _why(file, due) | _fee(file, due)


def _another_method(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    offered = METHODS[str(file.decision.choices["offered_method"])]
    return {"offered_method": offered.in_(file.language), **_why(file, due)}


def _not_corrected(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return _why(file, due) | {"existence_told": tells_of_data(file, due)}


def _not_suspended(file: CaseFile, due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    """Where another measure was taken it is told, with its day; that it was taken tells that data is held."""
    if not any(file.decision.choices.get(kind.value) == "substitute" for kind in due.answers):
        return _not_corrected(file, due, letter)
    return _why(file, due) | measures(file, due, letter) | {"existence_told": True}


def _not_held(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"search": file.search, "reason": file.decision.reason, **_fee(file, due)}


def _self_service(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"self_service": company_words.self_service(file.policy, file.language), **_fee(file, due)}


def _purpose(file: CaseFile, _due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"purposes": company_words.purposes(file.policy, file.language)}


def _deficient(file: CaseFile, due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    return asking(file, letter) | _fee(file, due)


def _fee_short(file: CaseFile, due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    fee = fee_short(file)
    slip = {"deficiencies": (rest_due(fee, file.language),)} if fee else {}
    return _deficient(file, due, letter) | {"fee": fee, **slip}


def _acknowledged(file: CaseFile, due: LetterDue, _letter: LetterRow) -> dict[str, Any]:
    return {"fee": fee_received(file), "promise": company_words.promise(file.policy, due, file.language)}


_OWN: dict[LetterKind, Callable[[CaseFile, LetterDue, LetterRow], dict[str, Any]]] = {
    LetterKind.DISCLOSE: _whole,
    LetterKind.PARTIAL: _partial,
    LetterKind.METHOD_CHANGE: _another_method,
    LetterKind.PROVISION_RECORDS: _records,
    LetterKind.REFUSE: _refused,
    LetterKind.NO_DATA: _not_held,
    LetterKind.NOT_TARGET: _refused,
    LetterKind.SELF_SERVICE: _self_service,
    LetterKind.PURPOSE: _purpose,
    LetterKind.CORRECTION_DONE: corrections,
    LetterKind.CORRECTION_NOT_DONE: _not_corrected,
    LetterKind.SUSPENSION_DONE: measures,
    LetterKind.SUSPENSION_NOT_DONE: _not_suspended,
    LetterKind.DEFICIENCY: _deficient,
    LetterKind.FEE_SHORT: _fee_short,
    LetterKind.ACKNOWLEDGEMENT: _acknowledged,
    LetterKind.EXTENSION: notice_words.extending,
    LetterKind.FEE_RETURN: notice_words.returning,
    LetterKind.PASSWORD: notice_words.opening,
}


def _requested_on(field: Field | None) -> date | None:
    return iso_day(field.normalized) if field else None


def _fee(file: CaseFile, due: LetterDue) -> dict[str, Any]:
    """What becomes of the fee where the request is not met; None where none was due or the policy is silent."""
    fee = file.policy.fee
    told = set(due.answers) & (fee.charged or frozenset()) and isinstance(fee.kept_on_refusal, bool)
    return {"fee_kept": fee.kept_on_refusal if told else None}
