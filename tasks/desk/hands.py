"""What the desk asks of the stages, which it may not import: `tasks/serve_desk.py` puts the two together."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tasks.case.edits import FieldChange, MarksChange
from tasks.case.words import Poly

__all__ = ["FieldChange", "Hands", "MarksChange"]


@dataclass(frozen=True)
class Hands:
    """Each raises KaijiError, with a sentence for the person, where it cannot be done.

    `edit_field(case, change)` keeps the change, checks the case anew, and lets its run follow.
    `edit_marks(case, change)` burns the page anew and verifies the file before anything is kept.
    `unmask(case, page, poly, reason, person)` is the region of the page as it came, as PNG.
    `instruct(case, order, instruction, person)` changes what a work order tells the owner of a system to do, and writes it anew.
    `move_on(case)` gives the case the run it needs now.
    `preview(case)` is the letter that asks for what is missing, PDF, as it would be written now.
    `acknowledge(case, person)` writes the acknowledgement of receipt, as a draft.
    `release_notice(letter, person)` puts a draft out to be posted; `discard_notice(letter, person)` throws it away.
    `answer(case, asking, answer)` resumes the case's waiting run in Prefect with an answer (with a signing code in it).
    """

    edit_field: Callable[[str, FieldChange], None]
    edit_marks: Callable[[str, MarksChange], None]
    unmask: Callable[[str, int, Poly, str, str], bytes]
    preview: Callable[[str], bytes]
    instruct: Callable[[str, str, str, str], None]
    move_on: Callable[[str], None]
    acknowledge: Callable[[str, str], None]
    release_notice: Callable[[str, str], None]
    discard_notice: Callable[[str, str], None]
    answer: Callable[[str, str, Mapping[str, Any]], None]
