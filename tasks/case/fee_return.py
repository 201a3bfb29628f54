"""Decides which instruments go back with the answer, and why; what was cashed is paid back by other means, by a person.

An instrument goes back as a whole, as it came (DOMAIN section 4). What nothing is said of stays in hand.
"""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from enum import StrEnum
from itertools import combinations
from typing import NamedTuple

from tasks.case.bilingual import Said
from tasks.case.fee import TEIGAKU, TEIGAKU_YEN
from tasks.case.fee_custody import FeeAction
from tasks.case.fee_words import MEANS
from tasks.case.findings import NOT_REQUIRED
from tasks.case.words import RequestKind

_NOT_MET = frozenset({"refuse", "no_data", "not_target", "self_service"})
_MOST_TRIED = 12  # instruments of one case among which those that make up an excess are looked for


class Why(StrEnum):
    """Why an instrument goes back."""

    NOT_CHARGED = "not_charged"
    WRONG_MEANS = "wrong_means"
    EXPIRED = "expired"
    EXCESS = "excess"
    NOT_MET = "not_met"


WHY: dict[str, Said] = {
    Why.NOT_CHARGED: Said("No fee is due for this request.", "ご請求の内容が手数料を要しないものであるためです。"),
    Why.WRONG_MEANS: Said(
        "We do not take fees by this means.", "当社の定める方法による納付ではなく、お受けすることができないためです。"
    ),
    Why.EXPIRED: Said(
        "Its period of validity is over, so that it cannot be cashed.",
        "有効期間が過ぎており、換金することができないためです。",
    ),
    Why.EXCESS: Said("It is more than the fee due.", "所定の手数料の額を超えているためです。"),
    Why.NOT_MET: Said(
        "The request was not met, and no fee is kept in that case.",
        "ご請求に応じることができず、この場合は手数料を申し受けないためです。",
    ),
}


class Money(NamedTuple):
    """What is known of a case's money when its answer is written.

    `in_hand`: yen by instrument. `expired`: the instruments whose validity was over when they came. `amount`,
    `action`: the results of `fee.amount` and `fee.custody` ("" where there is none). `due_yen`: the fee
    due, 0 where the policy leaves it open. `kept`: whether the company keeps the fee of a request that is not met, None
    where it does not say.
    """

    in_hand: Mapping[str, int]
    expired: AbstractSet[str]
    amount: str
    action: str
    due_yen: int
    kept: bool | None


def goes_back(money: Money, decided: Mapping[str, object], charged: AbstractSet[RequestKind]) -> dict[str, Why]:
    """The instruments that go back with the answer, by name, with the reason.

    Doubtful, and left to a person: a fee that was too much where no order alone makes up the excess, an order with its
    payee filled in, whatever the checks ask a person about.
    """
    back = dict.fromkeys(_by_the_checks(money), _REASONS.get(money.amount, Why.EXPIRED))
    back |= dict.fromkeys(_excess(money), Why.EXCESS)
    if money.kept is False and _nothing_met(decided, charged):
        back = dict.fromkeys(money.in_hand, Why.NOT_MET) | back
    return back


_REASONS = {NOT_REQUIRED: Why.NOT_CHARGED, "wrong_means": Why.WRONG_MEANS}


def _by_the_checks(money: Money) -> Iterable[str]:
    if money.action != FeeAction.RETURN:
        return ()
    if money.amount in _REASONS:
        return money.in_hand
    return [each for each in money.in_hand if each in money.expired]


def _excess(money: Money) -> tuple[str, ...]:
    """The fewest instruments that together are exactly what is too much."""
    over = sum(money.in_hand.values()) - money.due_yen
    if money.action != FeeAction.RETURN_EXCESS or over <= 0 or len(money.in_hand) > _MOST_TRIED:
        return ()
    for count in range(1, len(money.in_hand)):
        for some in combinations(sorted(money.in_hand), count):
            if sum(money.in_hand[name] for name in some) == over:
                return some
    return ()


def _nothing_met(decided: Mapping[str, object], charged: AbstractSet[RequestKind]) -> bool:
    """Whether every kind for which a fee was due was decided against."""
    choices = [str(decided[kind.value]) for kind in charged if kind.value in decided]
    return bool(choices) and all(choice in _NOT_MET for choice in choices)


def instrument_words(name: str, amount_yen: int, means: AbstractSet[str] | None) -> Said:
    """What an instrument is called in a letter: by its number where it is an order, else by the kind a person entered it as.

    `means`: those that the policy takes; an order is a 定額小為替 where the company takes no other and its amount is one.
    """
    if name.isdigit():
        fixed = means == {TEIGAKU} and amount_yen in TEIGAKU_YEN
        kind = MEANS[TEIGAKU] if fixed else Said("postal money order", "郵便為替")
        return Said(f"{kind.en}, No. {name}", f"{kind.ja}証書（番号 {name}）")
    other = Said("what was sent as the fee", "手数料としてお送りいただいたもの")
    return MEANS.get(name.partition("-")[0].lower(), other)


def kind_of_instrument(name: str, amount_yen: int) -> Said:
    """What is to be put into the envelope, for whoever closes it: no number, and the yen beside it elsewhere."""
    words = instrument_words(name, amount_yen, {TEIGAKU})
    return Said(words.en.partition(", No.")[0], words.ja.partition("証書（")[0])
