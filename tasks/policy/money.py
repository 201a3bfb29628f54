"""What a policy says about the fee: for which kinds, how much, by which means, and what happens when it is wrong."""

from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StrictInt, field_validator

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

    `per`: "request" counts one written request as one fee however many charged kinds are ticked, "kind" counts each,
    "name" counts each name under which data is searched, which only a person can count.
    """

    kinds: tuple[RequestKind, ...] | Unspecified
    amount_yen: Yen | Unspecified
    per: Literal["request", "kind", "name"] | Unspecified
    per_note: str = ""
    means: tuple[FeeMeans, ...] | Unspecified
    includes_reply_postage: YesNo
    kept_on_refusal: YesNo
    on_over: Literal["keep", "return_excess", "ask_exact"] | Unspecified
    on_short: Literal["notify"] | Unspecified
    on_wrong_means: Literal["return"] | Unspecified
    days_to_cure: Days | Unspecified
    validity_months: Annotated[StrictInt, Field(ge=1)]
    min_remaining_days: Days
    min_remaining_days_source: str

    @field_validator("kinds")
    @classmethod
    def _free_by_law(cls, kinds: tuple[RequestKind, ...] | Unspecified) -> tuple[RequestKind, ...] | Unspecified:
        charged = sorted(FREE_BY_LAW & set(kinds))
        if charged:
            raise ValueError(f"the Act (Art. 38) allows no fee for {', '.join(charged)}")
        return kinds

    @property
    def charged(self) -> frozenset[RequestKind] | None:
        """The kinds that cost something; None where the policy does not say."""
        return None if self.kinds == UNSPECIFIED else frozenset(RequestKind(kind) for kind in self.kinds)
