"""What an answer is held against before it is accepted."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict

from tasks.case.bilingual import Said
from tasks.case.words import RequestKind


class Known(BaseModel):
    """What an answer is held against: what there is to disclose or correct, and which values may not travel.

    `searched`: whether the policy declares a source of held data. `failed`: the systems that could not be searched.
    `held_items`, `records`: how much is held of the data, and of records of third-party provision. `near`: records of which
    nobody has said whose they are. `brought`: records from systems searched by hand. `grounds`: by number, the kinds that a ground may refuse;
    `of_act`: those of them that the company does not list; `exclusions`: those of data whose existence is not told.
    `fails`: whether a check fails. `due`: the due day as it stands. `self_service`: whether the policy names something that
    a person can do alone. `language`: in which the letters are written. `orders_open`: the numbers of the work orders of which
    nobody has recorded what was done; `unordered`: the systems to be worked on that have no order; `undone`: the kinds granted
    of which nothing was done in any system. `unsent`: whether an electronic answer was not recorded as sent yet.
    `tracked`: whether a letter goes by a post that gives a number. `issued_again`: whether a letter that was posted before is
    issued again. `fee_away`: whether a letter by which a fee went back is to be issued again, and its instruments are not in
    hand. `address_corrected`: whether somebody corrected the address since the letter came back.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    searched: bool = True
    failed: tuple[Said, ...] = ()
    held_items: int = 0
    records: int = 0
    near: int = 0
    brought: int = 0
    orders_open: tuple[str, ...] = ()
    unordered: tuple[Said, ...] = ()
    undone: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    grounds: Mapping[str, frozenset[RequestKind]] = {}
    of_act: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()
    decided: Mapping[str, object] = {}
    fails: bool = False
    due: date | None = None
    self_service: bool = False
    language: str = "ja"
    unsent: bool = False
    tracked: bool = True
    issued_again: bool = False
    fee_away: bool = False
    address_corrected: bool = False
