"""What a letter says of the fee: how much was due, how much came, and by what the rest may be paid."""

from collections.abc import Sequence

from tasks.case.bilingual import Said
from tasks.case.fee import parse_instruments
from tasks.case.fee_amount import amount_due, total_yen
from tasks.case.fee_words import yen
from tasks.case.letters import DeficientItem, FeeTold
from tasks.policy.money import FeeMeans
from tasks.reply.case_file import CaseFile
from tasks.store.cases import kinds_of

_MEANS = {
    FeeMeans.TEIGAKU_KOGAWASE: Said("fixed-amount postal money order (teigaku kogawase)", "定額小為替"),
    FeeMeans.FUTSU_KOGAWASE: Said("ordinary postal money order (futsu kogawase)", "普通為替"),
    FeeMeans.STAMPS: Said("postage stamps", "郵便切手"),
    FeeMeans.CASH: Said("cash sent by registered cash mail (genkin kakitome)", "現金（現金書留）"),
    FeeMeans.TRANSFER: Said("bank transfer", "お振込み"),
}


def fee_due(file: CaseFile) -> int | None:
    """Yen due for what was requested; None where the policy leaves open what, how it is counted or by what it is paid."""
    fee, charged = file.policy.fee, file.policy.fee.charged
    if fee.means == "unspecified" or not isinstance(fee.amount_yen, int) or charged is None or fee.per == "name":
        return None
    return amount_due(frozenset(kinds_of(file.case)), charged, fee.amount_yen, fee.per)


def fee_received(file: CaseFile) -> FeeTold | None:
    """The fee as it came; None where no money order came, or not every amount was read."""
    listed, sides = file.fields.get("fee.instruments"), file.fields.get("fee.payees")
    payees = (sides.normalized or sides.value) if sides else ""
    total = total_yen(parse_instruments(listed.normalized or "", payees)) if listed else None
    return None if total is None else FeeTold(fee_due(file) or 0, total, _means(file))


def fee_short(file: CaseFile) -> FeeTold | None:
    """The fee as it came where it surely is too low; None for any other."""
    fee = fee_received(file)
    return fee if fee and fee.short else None


def rest_due(fee: FeeTold, language: str) -> DeficientItem:
    """What the return slip of a letter on a fee that was too low asks for."""
    if language == "en":
        by = f", by {' or '.join(fee.means)}" if fee.means else ""
        return DeficientItem(
            f"The fee was {yen(fee.short, 'en')} too little.", f"The remaining {yen(fee.short, 'en')}{by}"
        )
    by = f"（{'又は'.join(fee.means)}）" if fee.means else ""
    return DeficientItem(f"手数料が{yen(fee.short)}不足しています。", f"不足額{yen(fee.short)}{by}")


def _means(file: CaseFile) -> tuple[str, ...]:
    means = file.policy.fee.means
    return () if isinstance(means, str) else payable_by(means, file.language)


def payable_by(means: Sequence[FeeMeans], language: str) -> tuple[str, ...]:
    """By what a fee may be paid, in the letter's language."""
    return tuple(_MEANS[each].in_(language) for each in means)
