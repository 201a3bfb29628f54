"""Every open case has one run that waits, moves or will be started, whatever became of the one it had."""

import logging
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy.exc import OperationalError

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.decide import deadlines, runs
from tasks.decide.deadlines import look_after_all, take_up_all
from tasks.decide.runs import ensure_run
from tasks.engines.prefect_runs import CaseRun, Whereabouts
from tasks.store.cases import case_by_number
from tasks.store.events import events_of
from tests.support.cases import open_case
from tests.support.moving import accepted, at, decidable, deficient, move_to

LOG = logging.getLogger("test")
LONG = timedelta(minutes=10)


class FakePrefect:
    """Stands in for `prefect_runs`: keeps runs by id, and what was done with them."""

    def __init__(self):
        self.runs, self.done = {}, []

    def find_run(self, _client, run_id):
        """As kept; a run that is not kept was deleted."""
        return self.runs.get(str(run_id), CaseRun(None, Whereabouts.NONE))

    def create_waiting_run(self, _client, _number, asking, generation):
        """A run that waits."""
        self.done.append(("waiting", asking.key, generation))
        return self._made(Whereabouts.WAITING, asking.key)

    def create_started_run(self, _client, _number, generation):
        """A run that a worker starts."""
        self.done.append(("started", generation))
        return self._made(Whereabouts.COMING, "")

    def _made(self, whereabouts, key):
        made = uuid4()
        self.runs[str(made)] = CaseRun(made, whereabouts, key)
        return made

    def complete_form(self, _client, _run_id, asking):
        """The form is there."""
        self.done.append(("completed", asking.key))

    def cancel(self, _client, run):
        """The run ends."""
        self.done.append(("cancelled", run.key))

    def take_up(self, _client, _run_id):
        """The run is started again."""
        self.done.append(("taken up",))

    def forget_answers(self, _client, _run_id):
        """What was sent to a run that ended is gone."""
        self.done.append(("forgotten",))

    def becomes(self, whereabouts, age=LONG):
        """Whatever was made has this whereabouts since so long."""
        self.runs = {each: run._replace(whereabouts=whereabouts, age=age) for each, run in self.runs.items()}


@pytest.fixture
def prefect(monkeypatch):
    """No server: what would be asked of it is written down."""
    fake = FakePrefect()
    monkeypatch.setattr(runs, "prefect_runs", fake)
    return fake


def ensured(house, prefect, number, **how):
    """What giving the run did, after whatever happened before."""
    prefect.done.clear()
    return ensure_run(house, None, number, **how), list(prefect.done)


def kinds(house, number):
    with house.database.transaction() as session:
        return [event.kind for event in events_of(session, case_by_number(session, number).id)]


def test_a_new_case_gets_one_run(house, prefect):
    """The second look finds the run and sees only to its form."""
    number = decidable(house)
    assert ensured(house, prefect, number) == (True, [("waiting", "decide-1", 1)])
    assert ensured(house, prefect, number) == (False, [("completed", "decide-1")])
    assert kinds(house, number).count(EventKind.RUN_CREATED) == 1


def test_a_case_with_something_to_do_gets_a_run_that_starts(house, prefect):
    """Its held data is still to be searched."""
    assert ensured(house, prefect, open_case(house)) == (True, [("started", 1)])


def test_a_run_that_somebody_deleted_is_made_again(house, prefect):
    """Prefect's pages have a button for it."""
    number = decidable(house)
    ensured(house, prefect, number)
    prefect.runs.clear()
    assert ensured(house, prefect, number) == (True, [("waiting", "decide-1", 2)])


@pytest.mark.parametrize("generation", [2, 3])
def test_a_run_that_was_cancelled_or_ended_is_made_again(house, prefect, generation):
    """However often; each is a run of its own, so that Prefect does not hand out the old one, of which nothing sent stays."""
    number = decidable(house)
    for made in range(1, generation + 1):
        forgotten = [("forgotten",)] if made > 1 else []
        assert ensured(house, prefect, number) == (True, [*forgotten, ("waiting", "decide-1", made)])
        prefect.becomes(Whereabouts.ENDED)


def test_a_run_that_waits_for_what_is_over_is_replaced(house, prefect):
    """It was answered by another way: the old run ends, and another waits in its place."""
    number = deficient(house, Step.RELEASE_DEFICIENCY)
    ensured(house, prefect, number)
    accepted(house, number)
    move_to(house, number, Step.DISPATCH_DEFICIENCY)
    assert ensured(house, prefect, number) == (
        True,
        [("cancelled", "release-deficiency-1"), ("waiting", "dispatch-deficiency-1", 2)],
    )


def test_a_run_that_failed_is_taken_up_and_that_is_recorded(house, prefect):
    """The same run, so that an answer already given to it is not lost."""
    number = decidable(house)
    ensured(house, prefect, number)
    prefect.becomes(Whereabouts.BROKEN)
    assert ensured(house, prefect, number) == (True, [("taken up",)])
    assert kinds(house, number)[-1] == EventKind.RUN_TAKEN_UP


def test_a_run_that_is_starting_is_left_alone(house, prefect):
    """A process takes its time; unless no worker of before lives."""
    number = decidable(house)
    ensured(house, prefect, number)
    prefect.becomes(Whereabouts.STARTED, age=timedelta(seconds=20))
    assert ensured(house, prefect, number) == (False, [])
    assert ensured(house, prefect, number, workers_new=True) == (True, [("taken up",)])


def test_a_run_whose_process_died_is_taken_up(house, prefect):
    """Prefect still says Running, but nobody holds the case."""
    number = decidable(house)
    ensured(house, prefect, number)
    prefect.becomes(Whereabouts.STARTED)
    with house.database.transaction() as session:
        case_id = case_by_number(session, number).id
    with house.database.case_lock(case_id):
        assert ensured(house, prefect, number) == (False, [])
    assert ensured(house, prefect, number) == (True, [("taken up",)])


def test_a_run_that_a_worker_will_start_is_left_alone(house, prefect):
    """However long the worker is away."""
    number = open_case(house)
    ensured(house, prefect, number)
    prefect.becomes(Whereabouts.COMING)
    assert ensured(house, prefect, number) == (False, [])


def test_a_case_whose_run_cannot_be_made_stops_no_other(house, prefect, monkeypatch, caplog):
    """The others get theirs; the log names the case and no word of the error."""
    first, second = decidable(house, b"one"), decidable(house, b"two")
    kept = runs.ensure_run

    def breaks(house, client, number):
        if number == first:
            raise ValueError("林田 must not be told")
        return kept(house, client, number)

    monkeypatch.setattr(deadlines, "ensure_run", breaks)
    assert look_after_all(house, None, LOG) == [first]
    assert prefect.done == [("waiting", "decide-1", 1)]
    assert f"{first}: ValueError at " in caplog.text
    assert "林田" not in caplog.text
    assert kinds(house, second)[-1] == EventKind.RUN_CREATED


def test_a_case_whose_run_cannot_be_made_does_not_keep_the_house_from_starting(house, prefect, monkeypatch, caplog):
    """The worker starts, and the runs of the others are taken up."""
    first, second = decidable(house, b"one"), decidable(house, b"two")
    kept = runs.ensure_run

    def breaks(house, client, number, **how):
        if number == first:
            raise KaijiError("Bring back the policy file.")
        return kept(house, client, number, **how)

    monkeypatch.setattr(deadlines, "ensure_run", breaks)
    assert take_up_all(house, None, LOG) == [second]
    assert f"{first}: Bring back the policy file." in caplog.text


def test_what_kaiji_itself_says_is_in_the_log(house, prefect, monkeypatch, caplog):
    """A sentence that tells people what to do is not hidden."""
    number = decidable(house)

    def breaks(*_):
        raise KaijiError("Bring back the policy file.")

    monkeypatch.setattr(deadlines, "let_lapse", breaks)
    assert look_after_all(house, None, LOG) == [number]
    assert f"{number}: Bring back the policy file." in caplog.text


def test_a_database_that_does_not_answer_ends_the_run(house, prefect, monkeypatch):
    """No other case would fare better, and the next run comes in an hour."""
    decidable(house)

    def breaks(*_):
        raise OperationalError("", {}, Exception())

    monkeypatch.setattr(deadlines, "let_lapse", breaks)
    with pytest.raises(OperationalError):
        look_after_all(house, None, LOG)


def test_what_lapsed_goes_on_with_another_run(house, prefect):
    """The requester did not answer: one look ends the waiting, and gives the run that asks a person, or closes the case."""
    number = deficient(house, Step.AWAIT_REQUESTER)
    ensured(house, prefect, number)
    prefect.done.clear()
    assert look_after_all(at(house, days=120), None, LOG) == []
    assert EventKind.CASE_LAPSED in kinds(house, number)
    assert prefect.done[0] == ("cancelled", "await-requester-1")
    assert len(prefect.done) == 2


def test_a_run_is_named_by_its_uuid(house, prefect):
    """What an event keeps is what Prefect's address needs."""
    number = decidable(house)
    ensured(house, prefect, number)
    assert str(UUID(next(iter(prefect.runs)))) == str(runs.newest_run_id(house, number))
