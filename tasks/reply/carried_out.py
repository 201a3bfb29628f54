"""What a letter says of work on the data itself, as people recorded it: each change, or the measure taken, and the day."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from tasks.case.letters import Change
from tasks.case.orders import ALL_SYSTEMS
from tasks.case.reply import LetterDue
from tasks.policy.systems import system_said
from tasks.reply.case_file import CaseFile
from tasks.store.order_tables import WorkDone, WorkOrder
from tasks.store.tables import LetterRow


def corrections(file: CaseFile, due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    """The content of what was corrected (Act Art. 34(3)); what was recorded as one text, before there were orders, stays one."""
    changes, texts = [], []
    for order, each in _works(file, due):
        if each.before or each.after:
            changes.append(Change(_system(file, order), each.item, each.before, each.after))
        else:
            texts.append(each.item)
    return {"changes": tuple(changes), "corrected": "\n".join(texts), "done_on": _done_on(file, due, letter)}


def measures(file: CaseFile, due: LetterDue, letter: LetterRow) -> dict[str, Any]:
    """What was done to which data, or instead of what was asked for (Act Art. 35(2), (4), (6), (7)); a line for each."""
    lines = (_line(file, order, each) for order, each in _works(file, due))
    return {"measure": "\n".join(lines), "done_on": _done_on(file, due, letter)}


def _system(file: CaseFile, order: WorkOrder) -> str:
    """What the system is called; nothing where none is named."""
    return "" if order.system == ALL_SYSTEMS else system_said(file.policy, order.system).in_(file.language)


def _line(file: CaseFile, order: WorkOrder, done: WorkDone) -> str:
    """Where, what of it, and what was done, set apart as the letter's language does."""
    between, before_measure = ("　", "：") if file.language == "ja" else (", ", ": ")
    what = between.join(filter(None, (_system(file, order), done.item)))
    return before_measure.join(filter(None, (what, done.measure)))


def _works(file: CaseFile, due: LetterDue) -> Iterator[tuple[WorkOrder, WorkDone]]:
    kinds = {kind.value for kind in due.answers}
    return ((done.order, each) for done in file.done if done.order.kind in kinds for each in done.work)


def _done_on(file: CaseFile, due: LetterDue, letter: LetterRow) -> date:
    """The day on which the last of it was done; for a case of before there were orders, the day of the letter."""
    return max((each.done_on for _, each in _works(file, due)), default=letter.written_on)
