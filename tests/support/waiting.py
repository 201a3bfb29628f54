"""What waits, for tests of rules: made without a database."""

from datetime import date, datetime, timedelta

from tasks.case.business_days import JST, Calendar, soon_until
from tasks.case.progress import Step, Wait
from tasks.case.waiting import Waiting

TODAY = date(2026, 11, 27)


def waiting(step=Step.DECIDE, left=5, **other) -> Waiting:
    """A case that waits at a step, due in so many days."""
    told = {
        "case_id": 1, "number": "K26-00001", "kinds": ("disclosure",), "policy": "rococo", "policy_version": "1",
        "company_en": "Rococo", "company_ja": "ロココ", "received_on": TODAY, "wait": Wait(step=step, attempt=1),
        "since": datetime(2026, 11, 20, 9, tzinfo=JST), "today": TODAY, "due_on": TODAY + timedelta(days=left),
        "soon_until": soon_until(TODAY, Calendar(years={2026})),
    }  # fmt: skip
    return Waiting(**(told | other))
