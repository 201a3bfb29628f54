"""Reminds people of what waits: one digest a day to each address, or a line a case in the log where there is none.

Each address is one of Apprise's; `reviewer,approver=mailto://…` gets only what these roles may answer, and managers also
what is overdue. Nobody is told twice on one day, and what could not be sent is tried again by the next run.
"""

import hashlib
import hmac
import logging
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.question_words import FORMS
from tasks.case.review_words import ROLES
from tasks.case.roles import Role
from tasks.case.waiting import Urgency, Waiting, is_to_be_reminded, most_urgent_first
from tasks.engines.apprise_messages import kind_of, send_message
from tasks.store.events import record
from tasks.store.worklist import reminded_today
from tasks.wiring import House

TEMPLATES = Path(__file__).resolve().parents[2] / "templates" / "reminders"
LOG = "log"  # the mark of the log, where no address is set
_TAGGED = re.compile(r"([a-z]+(?:,[a-z]+)*)=(\S+://.*)", re.DOTALL)
_LINES = 50  # of one group; a message is to be read
Log = logging.Logger | logging.LoggerAdapter[logging.Logger]


@dataclass(frozen=True)
class Address:
    """Where reminders go: Apprise's address, whose roles' cases (empty: all), its place in the setting from 1, its mark.

    Events name the mark, from which nobody can tell the address.
    """

    url: str
    roles: frozenset[Role]
    place: int
    mark: str


@dataclass(frozen=True)
class Message:
    """A digest; numbers of cases, questions, days, and nothing about anybody."""

    title: str
    body: str


def remind(house: House, waiting: Iterable[Waiting], log: Log) -> int:
    """Reminds of the cases that are late, due soon or waiting long; the number of cases somebody was told of."""
    urgent = most_urgent_first(item for item in waiting if is_to_be_reminded(item))
    midnight = house.now().replace(hour=0, minute=0, second=0, microsecond=0)
    with house.database.transaction() as session:
        told = reminded_today(session, midnight)
    addresses = addresses_of(house)
    went = _send_each(house, urgent, addresses, told, log) if addresses else _write_down(urgent, told, log)
    _keep(house, urgent, went)
    return len({number for numbers in went.values() for number in numbers})


def addresses_of(house: House) -> list[Address]:
    """The addresses of the setting `remind`; KaijiError for a role that there is not, without the address."""
    return [_address(house, place, text) for place, text in enumerate(house.settings.remind, start=1)]


def _address(house: House, place: int, text: str) -> Address:
    tagged = _TAGGED.fullmatch(text)
    names, url = (tagged[1].split(","), tagged[2]) if tagged else ([], text)
    if not set(names) <= set(Role):
        roles = ", ".join(Role)
        raise KaijiError(f"KAIJI_REMIND, address {place}: before the = stand roles only ({roles}).")
    mark = hmac.new(house.key("reminders"), text.encode(), hashlib.sha256).hexdigest()[:12]
    return Address(url, frozenset(map(Role, names)), place, mark)


def _send_each(
    house: House, urgent: Sequence[Waiting], addresses: Iterable[Address], told: set[str], log: Log
) -> dict[str, list[str]]:
    """By mark of address, the numbers of the cases it was told of."""
    went: dict[str, list[str]] = {}
    for address in addresses:
        mine = told_to(urgent, address.roles)
        if not mine or address.mark in told or address.mark in went:
            continue
        message = digest(house, mine)
        if (why := send_message(address.url, message.title, message.body)) is None:
            went[address.mark] = [item.number for item in mine]
        else:
            kind = kind_of(address.url)
            log.error("Reminder address %d (%s): %s; the next run tries again.", address.place, kind, why)
    return went


def told_to(urgent: Iterable[Waiting], roles: frozenset[Role]) -> list[Waiting]:
    """What somebody with these roles is reminded of: what they may answer; managers of all that is overdue; no roles: all."""
    return [
        item
        for item in urgent
        if not roles or roles & set(item.asked_of) or (Role.MANAGER in roles and item.urgency is Urgency.OVERDUE)
    ]


def _write_down(urgent: Sequence[Waiting], told: set[str], log: Log) -> dict[str, list[str]]:
    if not urgent or LOG in told:
        return {}
    for item in urgent:
        roles = [Role.MANAGER.value] if item.urgency is Urgency.OVERDUE else []
        whom = ", ".join(dict.fromkeys([*roles, *item.asked_of]))
        since = item.since.date()
        log.warning("%s: %s since %s, due %s; for %s.", item.number, item.wait.key, since, item.due_on, whom)
    return {LOG: [item.number for item in urgent]}


def _keep(house: House, urgent: Iterable[Waiting], went: dict[str, list[str]]) -> None:
    """One event for each case that anybody was told of, with the marks of where it went."""
    with house.database.transaction() as session:
        for item in urgent:
            marks = [mark for mark, numbers in went.items() if item.number in numbers]
            if marks:
                facts: dict[str, Any] = {"asking": item.wait.key, "to": marks}
                record(session, EventKind.REMINDED, house.now(), case_id=item.case_id, **facts)


def digest(house: House, items: Sequence[Waiting]) -> Message:
    """What is told of these cases, in the house's language."""
    groups = {
        "overdue": [item for item in items if item.urgency is Urgency.OVERDUE],
        "soon": [item for item in items if item.urgency is Urgency.SOON],
        "long": [item for item in items if item.urgency is Urgency.LATER],
    }
    text = (
        _templates(house.settings.language)
        .get_template(f"{house.settings.language}.txt")
        .render(
            groups=groups,
            counts=Counter(item.wait.step for item in items),
            today=house.today(),
            days=house.settings.remind_after_days,
            most=_LINES,
            worklist=f"{house.settings.desk_url}/?show=all",
        )
    )
    title, _, body = text.partition("\n")
    return Message(title.strip(), body.strip() + "\n")


@cache
def _templates(language: str) -> Environment:
    made = Environment(  # noqa: S701  # plain text, and no data from outside
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals |= {"FORMS": FORMS, "ROLES": ROLES, "said": lambda words: words.in_(language)}
    return made
