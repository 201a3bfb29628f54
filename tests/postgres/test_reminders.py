"""Reminders on a real PostgreSQL, sent to a server of the test's own: once a day, again when they failed, and no secret told."""

import json
import logging

import pytest
from sqlmodel import select

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.decide.reminders import remind
from tasks.desk.worklist import read_worklist
from tasks.store.tables import EventRow
from tasks.wiring import House
from tests.support.cases import ADDRESS, NAME
from tests.support.moving import at, decidable, deficient

LOG = logging.getLogger("test")


def telling(house, *addresses, **moved):
    """The house with these addresses, on a day on which a case of today waits long: the next Tuesday but one."""
    days = moved.get("days", (8 - house.today().weekday()) % 7 + 7)
    later = at(house, days=days, hours=moved.get("hours", 0))
    return House(later.settings.model_copy(update={"remind": addresses}), house.database, house.sealed)


def run(house, log=LOG):
    return remind(house, read_worklist(house).waiting, log)


def reminded(house):
    with house.database.transaction() as session:
        mine = select(EventRow).where(EventRow.kind == EventKind.REMINDED).order_by(EventRow.id)
        return [(event.case_id, event.facts["asking"], event.facts["to"]) for event in session.exec(mine)]


def test_the_same_day_sends_nothing_twice(house, inbox):
    """Two runs, one message, one event a case; the next day another message."""
    number = decidable(house)
    told = telling(house, inbox.address)
    assert [run(told), run(told)] == [1, 0]
    (message,) = inbox.got
    assert number in message["message"]
    ((_, asking, _),) = reminded(house)
    assert asking == "decide-1"
    days = round(told.settings.clock_offset_seconds / 86400)
    assert run(telling(house, inbox.address, days=days + 1)) == 1
    assert len(inbox.got) == len(reminded(house)) == 2


def test_no_message_names_anybody(house, inbox):
    """Case numbers, days and counts; no name, no address."""
    decidable(house)
    run(telling(house, inbox.address))
    sent = json.dumps(inbox.got, ensure_ascii=False)
    for value in (*NAME.split(), ADDRESS, "1986", "hunter2"):
        assert value not in sent


def test_a_failed_message_is_told_without_its_secrets_and_sent_by_the_next_run(house, inbox, caplog):
    """The log names the address's place and kind; nothing is recorded until it went."""
    decidable(house)
    told, inbox.refuses = telling(house, inbox.address), True
    assert run(told) == 0
    assert reminded(house) == []
    assert "address 1 (json)" in caplog.text
    for secret in ("hunter2", "4711", str(inbox.server_port)):
        assert secret not in caplog.text
    inbox.refuses = False
    assert run(told) == 1
    assert len(inbox.got) == 1


def test_an_address_that_is_none_stops_no_other(house, inbox, caplog):
    """A slip in the setting is told by its place."""
    decidable(house)
    told = telling(house, "nonsense://user:hunter2@host", inbox.address)
    assert run(told) == 1
    assert "address 1 (nonsense)" in caplog.text
    assert "hunter2" not in caplog.text
    assert run(told) == 0
    assert len(inbox.got) == 1


def test_addresses_of_roles_get_what_is_theirs(house, inbox):
    """The mail room is not told of decisions; two messages for two addresses, one event for the case."""
    decidable(house)
    run(telling(house, f"operator={inbox.address}", f"reviewer,approver={inbox.address}/b", f"{inbox.address}/all"))
    assert len(inbox.got) == 2
    ((_, _, marks),) = reminded(house)
    assert len(marks) == 2
    assert "json" not in str(marks)


def test_a_role_that_there_is_not_is_a_mistake(house, inbox):
    """Told without the address."""
    with pytest.raises(KaijiError, match="address 1") as mistake:
        run(telling(house, f"boss={inbox.address}"))
    assert "hunter2" not in str(mistake.value)


def test_without_addresses_the_log_has_a_line_a_case_once_a_day(house, caplog):
    """The overdue one names the manager."""
    number = decidable(house)
    told = telling(house, days=(8 - house.today().weekday()) % 7 + 63)
    caplog.set_level(logging.INFO)
    assert [run(told), run(told)] == [1, 0]
    (line,) = [one.getMessage() for one in caplog.records if number in one.getMessage()]
    assert "decide-1" in line
    assert "manager, reviewer, approver" in line


def test_nobody_is_reminded_on_a_closed_day_or_of_what_is_new(house, inbox):
    """Not on a Sunday, and not of what came today."""
    decidable(house)
    sunday = (6 - house.today().weekday()) % 7 + 14
    assert run(telling(house, inbox.address, days=sunday)) == 0
    assert run(telling(house, inbox.address, days=0)) == 0
    assert inbox.got == []


def test_what_the_requester_must_do_reminds_nobody(house, inbox):
    """Its period has an end of its own."""
    deficient(house, Step.AWAIT_REQUESTER)
    assert run(telling(house, inbox.address)) == 0


def test_a_case_that_became_urgent_later_that_day_waits_for_the_next_digest(house, inbox):
    """One message a day to an address."""
    decidable(house)
    run(telling(house, inbox.address))
    decidable(house, b"two")  # as old as the first, but only now recorded
    assert run(telling(house, inbox.address)) == 0
    assert len(inbox.got) == 1


def test_an_empty_desk_sends_nothing(house, inbox):
    """No message says that there is nothing to say."""
    assert run(telling(house, inbox.address)) == 0
    assert inbox.got == []
