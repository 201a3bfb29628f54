"""Rows of cases by chance, for tests of figures: each is a history that could have been, with its stages in order.

`rows_by_chance` is a Hypothesis strategy of short lists; `many_rows` makes as many as one wants from one seed. Half of the
cases are young, so that every stage has open ones.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from tasks.case.business_days import JST, Calendar, YearlyClosure, effective_day
from tasks.case.field_words import FIELDS
from tasks.case.finding_words import CHECKS
from tasks.case.grounds import RefusalGround
from tasks.case.progress import Stage, Step
from tasks.case.question_words import DECISIONS
from tasks.case.words import RequestKind
from tasks.engines.holiday_calendar import build_calendar
from tasks.figures.case_row import CaseRow, StayRow
from tasks.figures.frames import Frames, Mail, frames_of

NOW = datetime(2027, 1, 13, 10, 30, tzinfo=JST)  # a Wednesday; its past holds a year end and a closure
CALENDAR = build_calendar(2022, 2030, (YearlyClosure(first="12-29", last="01-03"),))
POLICIES: dict[str, tuple[int, int | None]] = {"north": (14, None), "south": (30, 20), "west": (10, 10)}
SEEDS = st.integers(0, 2**32 - 1)


def calendar_of(_: CaseRow) -> Calendar:
    """One calendar for all policies."""
    return CALENDAR


def rows_by_chance(most: int = 40) -> st.SearchStrategy[list[CaseRow]]:
    """Lists of up to `most` rows, also none; fewer rows are tried when something fails."""
    return st.lists(SEEDS, max_size=most).map(
        lambda seeds: [row_of(Random(seed), i) for i, seed in enumerate(seeds, start=1)]  # noqa: S311  # a test's chance
    )


def many_rows(count: int, seed: int = 7, now: datetime = NOW) -> list[CaseRow]:
    """So many rows, the same for the same seed."""
    chance = Random(seed)  # noqa: S311  # a test's chance
    return [row_of(chance, case_id, now) for case_id in range(1, count + 1)]


def frames_by_chance(rows: list[CaseRow], mail: Mail | None = None, now: datetime = NOW) -> Frames:
    """The frames of such rows."""
    return frames_of(rows, now, calendar_of, mail)


class _Today(Exception):
    """The story has come to the day of which the figures are."""


@dataclass
class _Story:
    """What has happened to one case so far, up to the moment `at`."""

    chance: Random
    at: datetime
    now: datetime
    stage: Stage = Stage.MOVING
    stays: list[StayRow] = field(default_factory=list)
    holds: list[tuple[date, date | None]] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    letter: Step = Step.DISPATCH_REPLY

    def maybe(self, percent: int) -> bool:
        """Whether something of so many percent happens."""
        return self.chance.randrange(100) < percent

    def stay(self, stage: Stage, most: int) -> None:
        """Stands in a stage for up to `most` days, mostly far fewer; ends the story where that is still so now."""
        self.stage, since = stage, self.at
        self.at += timedelta(minutes=int(most * 1440 * self.chance.random() ** 3))
        if self.at >= self.now:
            self.facts["asks"] = self.letter if stage is Stage.DISPATCHING else ""
            self.stays.append(StayRow(stage=stage, since=since, until=None))
            raise _Today
        self.stays.append(StayRow(stage=stage, since=since, until=self.at))

    def ask_for_more(self) -> bool:
        """A deficiency letter, and whether the case goes on afterwards."""
        self.letter = Step.DISPATCH_DEFICIENCY
        self.stay(Stage.DEFICIENT, 6)
        self.stay(Stage.DISPATCHING, 4)
        self.letter = Step.DISPATCH_REPLY
        self.facts["deficient"] = True
        self.facts["missing"] = tuple(self.chance.sample(sorted(CHECKS), self.chance.randint(1, 3)))
        posted = self.at.date()
        self.holds.append((posted, None))
        self.facts["asked_until"] = posted + timedelta(days=21)
        self.stay(Stage.AWAITING_REQUESTER, 45)
        del self.facts["asked_until"]
        self.holds[-1] = (posted, self.at.date())
        if self.maybe(75):
            self.facts["rounds"] = self.facts.get("rounds", 1) + 1
            return True
        self.facts["lapsed_on"] = self.at.date()
        return self.maybe(30)

    def close(self) -> None:
        """Ends the case at this moment."""
        self.facts["closed_on"] = self.facts.get("closed_on", self.at.date())
        self.stage = Stage.CLOSED

    def answer(self) -> None:
        """Decides the request and posts the answer."""
        for stage, percent, most in (
            (Stage.SEARCHING, 20, 8), (Stage.DECIDING, 100, 20), (Stage.APPROVING, 35, 10),
            (Stage.CARRYING_OUT, 15, 12), (Stage.RELEASING, 100, 4), (Stage.DISPATCHING, 100, 4),
        ):  # fmt: skip
            if self.maybe(percent):
                self.stay(stage, most)
            if stage is Stage.DECIDING:
                self._decide()
                self._extend()
        self.facts["answered_on"] = self.at.date()
        self.close()

    def reopen(self) -> None:
        """The letter comes back, the answer's or the one that asked for more; it is issued anew, or kept."""
        self.at += timedelta(minutes=self.chance.randrange(60, 40 * 1440))
        if self.at >= self.now:
            return
        if "answered_on" in self.facts:
            self.facts["returned_on"] = (*self.facts.get("returned_on", ()), self.at.date())
        else:
            del self.facts["closed_on"]
        self.stay(Stage.RETURNED, 10)
        if self.maybe(70):
            self.stay(Stage.DISPATCHING, 5)
        self.close()

    def _decide(self) -> None:
        kinds = self.facts["kinds"]
        choices = {kind: self.chance.choice(DECISIONS[RequestKind(kind)]) for kind in kinds}
        self.facts["decisions"] = tuple(f"{kind}:{choice}" for kind, choice in choices.items())
        if any(choice in ("refuse", "disclose_partly") for choice in choices.values()):
            self.facts["grounds"] = tuple(self.chance.sample(sorted(RefusalGround), self.chance.randint(1, 2)))
        self.facts["decided_by"] = self.chance.choice(("sato", "ito", "mori"))

    def _extend(self) -> None:
        if self.maybe(10):
            until = self.at.date() + timedelta(days=self.chance.randint(1, 40))
            self.facts["extensions"] = (*self.facts.get("extensions", ()), (self.at.date(), until))


def row_of(chance: Random, case_id: int, now: datetime = NOW) -> CaseRow:
    """One row by chance."""
    age = chance.randrange(0, 60 if chance.random() < 0.5 else 800)
    received_at = datetime.combine(now.date() - timedelta(days=age), datetime.min.time(), JST)
    story = _Story(chance, min(received_at + timedelta(minutes=chance.randrange(540, 1080)), now), now)
    policy = chance.choice(sorted(POLICIES))
    story.facts |= _papers(chance)
    with suppress(_Today):
        _tell(story)
    target, promise = POLICIES[policy]
    return CaseRow(
        case_id=case_id,
        number=f"K{received_at:%y}-{case_id:05}",
        policy=policy,
        policy_version="1",
        received_on=received_at.date(),
        effective_on=effective_day(received_at, CALENDAR),
        target_days=target,
        promise_days=promise,
        holds=tuple(story.holds),
        is_closed=story.stage is Stage.CLOSED,
        stage=story.stage,
        stays=tuple(story.stays),
        **story.facts,
    )


def _papers(chance: Random) -> dict[str, Any]:
    received = chance.choice((0, 0, 1000, 1000, 1500))
    deposited = received if chance.random() < 0.6 else 0
    returned = chance.choice((0, received - deposited))
    edited = chance.choices(sorted(FIELDS), k=chance.choice((0, 0, 1, 3)))
    return {
        "kinds": tuple(sorted(chance.sample(sorted(RequestKind), chance.choice((0, 1, 1, 1, 1, 1, 1, 1, 2, 3))))),
        "by_agent": chance.random() < 0.2,
        "channel": chance.choice(("post", "post", "email", "web")),
        "language": "en" if chance.random() < 0.1 else "ja",
        "unclear": tuple(chance.sample(sorted(CHECKS), chance.choice((0, 0, 1, 2)))),
        "edited": tuple(edited),
        "redaction_edits": chance.choice((0, 0, 0, 1, 4)),
        "fee_received": received,
        "fee_deposited": deposited,
        "fee_returned": returned,
        "fee_refunded": deposited if chance.random() < 0.05 else 0,
    }


def _tell(story: _Story) -> None:
    if story.maybe(3):
        story.stay(Stage.CONFIRMING, 5)
        story.facts["joined"] = True
        story.close()
        return
    if story.maybe(60):
        story.stay(Stage.MOVING, story.chance.choice((1, 1, 1, 8)))
    for percent in (30, 25, 20):
        if story.maybe(45):
            story.stay(Stage.CONFIRMING, 9)
        if not story.maybe(percent):
            break
        if not story.ask_for_more():
            story.close()
            if story.maybe(10):
                story.reopen()
            return
    story.answer()
    while story.stage is Stage.CLOSED and story.maybe(8):
        story.reopen()
        if story.maybe(50):
            break
