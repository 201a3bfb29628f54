"""A company's own templates on a real database: what a letter was written with is on record, and a broken one writes none."""

from pathlib import Path

import pytest

from tasks.case.errors import TemplateBroken
from tasks.case.happened import EventKind
from tasks.case.progress import Step
from tasks.decide.asking import coming
from tasks.reply.letter_templates import OURS, read_templates
from tasks.reply.preview import preview_deficiency
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, letters_of
from tasks.store.events import events_of
from tasks.wiring import House
from tests.support.cases import NAME, open_case
from tests.support.signing import answer

SHORT = {"fee__total": ("500", "500"), "fee__instruments": ("", "11111-111111:500:2026-11-10")}
PART = "_contact.html"


def with_own(house, folder: Path, text: str) -> House:
    """The same house with one template of its own, for every policy."""
    (folder / "ja").mkdir(parents=True)
    (folder / "ja" / PART).write_text(text, encoding="utf-8")
    settings = house.settings.model_copy(update={"letter_templates": folder})
    return House(settings, house.database, house.sealed)


def released(house) -> str:
    """A case whose letter on what is missing was released."""
    number = open_case(house, **SHORT)
    assert coming(house, number).step is Step.RELEASE_DEFICIENCY
    assert answer(house, number, coming(house, number), action="release")
    return number


def written(house, number):
    """The letter's row and its event's facts."""
    with house.database.transaction() as session:
        case = case_by_number(session, number)
        events = [each for each in events_of(session, case.id) if each.kind == EventKind.LETTER_WRITTEN]
        (letter,), (event,) = letters_of(session, case.id), events
        return letter, event.facts


def test_the_record_tells_with_which_templates_a_letter_was_written(house):
    """The digest is that of the templates of its kind."""
    number = released(house)
    write_letters(house, number, "deficiency")
    letter, facts = written(house, number)
    assert facts["templates"] == read_templates("ja").digest(letter.kind)
    assert letter.sha256


def test_changed_templates_have_another_digest_on_record(house, tmp_path):
    """A letter in the company's own words is told from one in ours."""
    ours = (OURS / "ja" / PART).read_text(encoding="utf-8")
    changed = with_own(house, tmp_path / "own", f"<p>お問い合わせは当社まで</p>\n{ours}")
    number = released(changed)
    write_letters(changed, number, "deficiency")
    letter, facts = written(changed, number)
    assert letter.sha256
    assert facts["templates"] == read_templates("ja", tmp_path / "own").digest(letter.kind)
    assert facts["templates"] != read_templates("ja").digest(letter.kind)


def test_a_broken_template_writes_no_letter_and_stops_no_case(house, tmp_path):
    """A person writes it instead: the reason names file and line and nothing of the letter; a second call changes nothing."""
    number = released(house)
    broken = with_own(house, tmp_path / "own", "\n{{ {}[letter.addressee.name] }}")
    with pytest.raises(TemplateBroken):
        preview_deficiency(broken, number)
    for _ in range(2):
        write_letters(broken, number, "deficiency")
        letter, facts = written(broken, number)
        assert letter.by_hand.startswith(f"ja/{PART}:2: uses a name that the letter does not have")
        assert NAME not in letter.by_hand
        assert facts["by_hand"] is True
        assert letter.sha256 == ""
        assert list(broken.outbox.rglob("*.pdf")) == []
    assert coming(broken, number).step is Step.DISPATCH_DEFICIENCY


def test_a_template_that_prints_into_the_window_writes_no_letter(house, tmp_path):
    """What a change would show through the envelope's window keeps the letter back."""
    number = released(house)
    text = "<p style='position: absolute; top: 20mm; left: 60mm'>親展</p>"
    shown = with_own(house, tmp_path / "own", "<p>お問い合わせ</p>")
    (tmp_path / "own" / "ja" / "_fold_marks.html").write_text(text, encoding="utf-8")
    write_letters(shown, number, "deficiency")
    letter, _ = written(shown, number)
    assert "envelope's window" in letter.by_hand
    assert list(shown.outbox.rglob("*.pdf")) == []
