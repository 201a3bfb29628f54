"""What an answer is held against before it is accepted."""

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict

from tasks.case.words import RequestKind


class Known(BaseModel):
    """What an answer is held against: what there is to disclose or correct, and which values may not travel.

    `searched`: whether there was a source of held data to search. `grounds`: by number, the kinds that a ground may refuse;
    `of_act`: those of them that the company does not list; `exclusions`: those of data whose existence is not told.
    `fails`: whether a check fails. `due`: the due day as it stands. `self_service`: whether the policy names something that
    a person can do alone. `language`: in which the letters are written.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    searched: bool = True
    held_items: int = 0
    correction_recorded: bool = False
    personal: tuple[str, ...] = ()
    grounds: Mapping[str, frozenset[RequestKind]] = {}
    of_act: frozenset[str] = frozenset()
    exclusions: frozenset[str] = frozenset()
    decided: Mapping[str, object] = {}
    fails: bool = False
    due: date | None = None
    self_service: bool = False
    language: str = "ja"
