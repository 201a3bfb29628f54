"""A waiting run has the form and the text as they are now."""

import json
from types import SimpleNamespace
from uuid import uuid4

import pytest

from tasks.case.progress import Step
from tasks.case.questions import Asked, question
from tasks.engines.prefect_runs import Asking, complete_form

RUN = uuid4()


class Inputs:
    """Stands in for Prefect's client: keeps the inputs of one run, and what was done with them."""

    def __init__(self):
        self.kept, self.done = {}, []

    def filter_flow_run_input(self, _run, key_prefix, **_):
        """Those whose key begins so."""
        return [SimpleNamespace(key=key, value=kept) for key, kept in self.kept.items() if key.startswith(key_prefix)]

    def create_flow_run_input(self, _run, key, value):
        """Prefect takes no key twice."""
        assert key not in self.kept
        self.kept[key] = value
        self.done.append(key)

    def delete_flow_run_input(self, _run, key):
        """It is gone."""
        del self.kept[key]


@pytest.fixture
def inputs():
    """A run that waits for an approval, with its form in English."""
    made = Inputs()
    complete_form(made, RUN, asking("Three checks failed."))
    made.done.clear()
    return made


def asking(text, language="en"):
    return Asking("approve-1", question(Step.APPROVE, Asked(), language), text)


def test_what_is_there_already_is_left_alone(inputs):
    """The hourly look changes nothing."""
    complete_form(inputs, RUN, asking("Three checks failed."))
    assert inputs.done == []


def test_a_text_that_is_out_of_date_is_replaced(inputs):
    """Somebody corrected a field while the question stayed the same."""
    complete_form(inputs, RUN, asking("One check failed."))
    assert inputs.done == ["suspended-approve-1-description"]
    assert json.loads(inputs.kept["suspended-approve-1-description"]) == "One check failed."


def test_a_form_of_an_older_version_is_replaced(inputs):
    """It asked for no signing code, so that every answer to it would come back."""
    form = json.loads(inputs.kept["suspended-approve-1-schema"])
    del form["properties"]["code"]
    inputs.kept["suspended-approve-1-schema"] = json.dumps(form)
    complete_form(inputs, RUN, asking("Three checks failed."))
    assert inputs.done == ["suspended-approve-1-schema"]
    assert "code" in json.loads(inputs.kept["suspended-approve-1-schema"])["properties"]


@pytest.mark.parametrize("lost", ["schema", "description"])
def test_what_a_run_that_died_had_not_asked_yet_is_asked(inputs, lost):
    """Killed between waiting and asking."""
    del inputs.kept[f"suspended-approve-1-{lost}"]
    complete_form(inputs, RUN, asking("Three checks failed."))
    assert inputs.done == [f"suspended-approve-1-{lost}"]
