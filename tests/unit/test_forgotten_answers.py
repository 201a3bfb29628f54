"""What people send to Prefect is deleted there, also where a process died or a case moved on before it could be."""

from types import SimpleNamespace
from uuid import uuid4

from tasks.engines import prefect_runs
from tasks.engines.prefect_runs import forget_answers

KEYS = [f"suspended-{asking}-{kind}" for asking in ("decide-1", "decide-2") for kind in ("schema", "response")]


class FakeClient:
    """Keeps the keys of inputs as Prefect does and gives out few at a time."""

    def __init__(self):
        self.keys = list(KEYS)

    def filter_flow_run_input(self, _run_id, *, key_prefix, limit, exclude_keys):
        """The first of those that were not seen."""
        left = [key for key in self.keys if key.startswith(key_prefix) and key not in exclude_keys]
        return [SimpleNamespace(key=key) for key in left[:limit]]

    def delete_flow_run_input(self, _run_id, key):
        """Gone."""
        self.keys.remove(key)


def test_only_the_answer_that_is_still_to_be_taken_stays(monkeypatch):
    """However many inputs a run has; the forms stay, which hold nothing that a person wrote."""
    monkeypatch.setattr(prefect_runs, "_MOST_INPUTS", 1)
    client = FakeClient()
    forget_answers(client, uuid4(), "decide-2")
    assert client.keys == [key for key in KEYS if key != "suspended-decide-1-response"]
    forget_answers(client, uuid4())
    assert client.keys == [key for key in KEYS if not key.endswith("response")]
