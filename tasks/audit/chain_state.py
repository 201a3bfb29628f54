"""The state of the chain as an export states it on its first page."""

from datetime import datetime
from typing import NamedTuple

from tasks.audit.anchors import read_anchors
from tasks.audit.page import Notice
from tasks.audit.page_words import BROKEN, FIRST_BROKEN, SOUND
from tasks.audit.verify import Tell, look_through
from tasks.audit.words import Language
from tasks.wiring import House


class ChainState(NamedTuple):
    """What was found of the chain at a moment; `anchored`: the time of the newest anchor, "" where there is none."""

    at: datetime
    events: int
    head: str
    problems: int
    first_broken: int | None
    anchored: str


def chain_state(house: House, tell: Tell = lambda _: None) -> ChainState:
    """Looks through everything, as `kaiji audit verify` does."""
    found, anchors = look_through(house, tell=tell), read_anchors(house)
    problems = sum(found.counts.values())
    anchored = anchors[-1].time if anchors else ""
    return ChainState(house.now(), found.events, found.head, problems, found.first_broken, anchored)


def chain_notice(chain: ChainState, language: Language) -> Notice:
    """Whether the chain was sound, in a sentence; an alarm where it was not."""
    if not chain.problems:
        return Notice(SOUND.in_(language))
    told = BROKEN.in_(language).format(problems=chain.problems)
    if chain.first_broken is not None:
        told += FIRST_BROKEN.in_(language).format(event=chain.first_broken)
    return Notice(told, alarm=True)
