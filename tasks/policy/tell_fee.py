"""Tells a policy's fee: for what, how much, by which means, and what becomes of a fee that is wrong."""

from tasks.case.bilingual import Said, listed, named
from tasks.case.fee_words import MEANS
from tasks.case.question_words import KINDS
from tasks.policy.money import FeeRule
from tasks.policy.statements import Silence, Statement, is_silent, say
from tasks.policy.tell_asking import Parts
from tasks.policy.wording import COUNTED_BY, WRONG_FEE


def tell_fee(fee: FeeRule) -> Parts:
    """What is charged, by what it is counted and paid, and what becomes of a wrong fee."""
    if isinstance(fee.kinds, str):
        yield from _perhaps(fee)
    elif not fee.kinds:
        yield say("Nothing is charged.", "手数料は徴収しない。", fee, with_note=True)
        return
    else:
        kinds = listed(KINDS, fee.kinds)
        yield say(f"Charged: {kinds.en}.", f"手数料を要する請求：{kinds.ja}。", fee, with_note=True)
    yield Statement(
        "Correction, suspension and stop of provision are free.",
        "訂正等・利用停止等・第三者提供の停止は無料。",
        "Act Art. 38",
    )
    yield from _amount(fee)
    yield from _means(fee)
    for value, what in (
        (fee.on_over, Said("too much", "過納")),
        (fee.on_short, Said("too little", "不足")),
        (fee.on_wrong_means, Said("paid by a wrong means", "方法違い")),
    ):
        done = named(WRONG_FEE, value)
        sentence = say(f"Fee {what.en}: {done.en}.", f"{what.ja}の場合：{done.ja}。", fee)
        yield Silence(f"a fee {what.en}", f"手数料の{what.ja}") if is_silent(value) else sentence
    yield from _cure(fee)


def _perhaps(fee: FeeRule) -> Parts:
    yield Silence("whether a fee is asked", "手数料の有無")
    if fee.possible_kinds:
        kinds = listed(KINDS, fee.possible_kinds)
        english = f"A fee may be asked for {kinds.en}; whether it is, the text leaves open."
        yield say(english, f"{kinds.ja}には手数料がかかる場合がある。徴収の有無は定めがない。", fee, with_note=True)


def _amount(fee: FeeRule) -> Parts:
    counted = named(COUNTED_BY, fee.per)
    if isinstance(fee.amount_yen, str):
        yield Silence("the amount", "手数料の額")
    else:
        per = Said("", "") if is_silent(fee.per) else Said(f" {counted.en}", counted.ja)
        yield Statement(f"{fee.amount_yen:,} yen{per.en}.", f"{per.ja}{fee.amount_yen:,}円。", fee.source, fee.per_note)
    if is_silent(fee.per):
        yield Silence("by what a fee is counted", "手数料の計算単位")
    for value, yes, no, silence in (
        (
            fee.includes_reply_postage,
            Said("Return postage is included.", "返送料を含む。"),
            Said("Return postage is not included.", "返送料を含まない。"),
            Silence("return postage", "返送料"),
        ),
        (
            fee.kept_on_refusal,
            Said("It is kept when the request is refused.", "請求に応じられない場合も返還しない。"),
            Said("It is returned when the request is refused.", "請求に応じられない場合は返還する。"),
            Silence("whether it is kept on refusal", "不開示の場合の返還"),
        ),
    ):
        yield silence if is_silent(value) else say(*(yes if value else no), fee)


def _means(fee: FeeRule) -> Parts:
    if isinstance(fee.means, str):
        yield Silence("by which means it is paid", "納付の方法")
    else:
        means = listed(MEANS, fee.means)
        yield say(f"Paid by {means.en}.", f"納付方法：{means.ja}。", fee)
        if "kogawase" in "".join(fee.means):
            english = f"A postal order is good for {fee.validity_months} months from issue; its payee is left blank."
            yield Statement(
                english,
                f"為替の有効期間は発行から{fee.validity_months}か月。受取人欄は空欄。",
                "law of postal orders",
            )
            days = fee.min_remaining_days
            english = f"An order with fewer than {days} days left is shown to a person."
            yield Statement(english, f"残り{days}日未満の為替は担当者が確認。", fee.min_remaining_days_source)
    if fee.means_refused:
        refused = listed(MEANS, fee.means_refused)
        yield say(f"Not taken: {refused.en}.", f"受け付けない納付方法：{refused.ja}。", fee)


def _cure(fee: FeeRule) -> Parts:
    if isinstance(fee.days_to_cure, str):
        yield Silence("how long a wrong fee may be mended", "手数料の補正期間")
    else:
        english = f"A wrong fee may be mended within {fee.days_to_cure} days."
        yield say(english, f"手数料は{fee.days_to_cure}日以内に補正できる。", fee)
