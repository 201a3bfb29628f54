"""What a policy says about the fee: for which kinds, how much, by which means, and what happens when it is wrong."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StrictInt

from tasks.case.words import RequestKind
from tasks.policy.terms import UNSPECIFIED, Days, Sourced, Unspecified, Yen, YesNo


class FeeMeans(StrEnum):
    """By what a fee may be paid."""

    TEIGAKU_KOGAWASE = "teigaku_kogawase"  # fixed-denomination postal money order
    FUTSU_KOGAWASE = "futsu_kogawase"  # ordinary postal money order, any amount
    STAMPS = "stamps"
    CASH = "cash"
    TRANSFER = "transfer"


FREE_BY_LAW = frozenset({RequestKind.CORRECTION, RequestKind.SUSPEND_ERASE, RequestKind.STOP_PROVISION})


class FeeRule(Sourced):
    """The fee. No kind listed means that nothing is charged; Art. 38 allows a fee for 32(2) and 33 only.

    `possible_kinds`: kinds of which the text says that a fee may be asked, without saying that it is.
    `means_refused`: means that the text turns down, whether or not it says which it takes.

    `per`: "request" counts one written request as one fee however many charged kinds are ticked, "kind" counts each,
    "name" counts each name under which data is searched, which only a person can count.
    """

    kinds: tuple[RequestKind, ...] | Unspecified
    possible_kinds: tuple[RequestKind, ...] = ()
    amount_yen: Yen | Unspecified
    per: Literal["request", "kind", "name"] | Unspecified
    per_note: str = ""
    means: tuple[FeeMeans, ...] | Unspecified
    means_refused: tuple[FeeMeans, ...] = ()
    includes_reply_postage: YesNo
    kept_on_refusal: YesNo
    on_over: Literal["keep", "return_excess", "ask_exact"] | Unspecified
    on_short: Literal["notify"] | Unspecified
    on_wrong_means: Literal["return"] | Unspecified
    days_to_cure: Days | Unspecified
    validity_months: Annotated[StrictInt, Field(ge=1)]
    min_remaining_days: Days
    min_remaining_days_source: str

    @property
    def charged(self) -> frozenset[RequestKind] | None:
        """The kinds that cost something; None where the policy does not say."""
        return None if self.kinds == UNSPECIFIED else frozenset(RequestKind(kind) for kind in self.kinds)

    def charges(self, kind: RequestKind) -> bool | None:
        """Whether this kind costs something; None where the text is silent, or says that a fee may be asked.

        Correction and suspension never cost anything (Art. 38).
        """
        if kind in FREE_BY_LAW:
            return False
        return None if self.charged is None or kind in self.possible_kinds else kind in self.charged

    def takes(self, means: FeeMeans) -> bool | None:
        """Whether the company takes this means; None where the text is silent."""
        if means in self.means_refused:
            return False
        return None if self.means == UNSPECIFIED else means in self.means
