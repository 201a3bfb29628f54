"""The language of a case's letters: that of the request, until a reviewer says otherwise, and then of what is written next."""

import json

import pytest

from tasks.case.errors import KaijiError
from tasks.case.happened import EventKind
from tasks.case.progress import Step, Wait, what_comes_next
from tasks.case.words import Finding, Verdict
from tasks.check.open_case import check_and_open
from tasks.decide.held_data import search_held_data
from tasks.desk.evidence_page import write_letters_in
from tasks.letter_places import letter_file
from tasks.receive.inbox import take_packet
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, state_of
from tasks.store.letters import standing_letters
from tasks.store.packets import packet_by_number
from tasks.store.sealed import REDACTED, REDACTION
from tasks.store.signing import evidence_digest
from tasks.store.tables import PacketStatus
from tests.postgres.test_letter_ways import SHORT, answer, told
from tests.support.cases import reading
from tests.support.letter_text import text_of
from tests.unit.test_letter_language import ADDRESS, BOTH, DETAILS, ENGLISH
from tests.unit.test_letter_language import reading as form_of

NAME = "Daniel Whitfield"
ALIKE = {
    **dict.fromkeys(("person__name", "id__name"), (NAME, None)),
    **dict.fromkeys(("person__address", "id__address"), (ADDRESS, None)),
}
REFUSED = {"disclosure": "refuse", "grounds": ["5"], "reason": "It would hinder our work."}


def opened(house, rows=ENGLISH, **changes) -> str:
    """A case opened from a packet whose form has these rows."""
    envelope = house.settings.inbox / "scan.pdf"
    envelope.write_bytes(json.dumps([rows, sorted(changes)]).encode())
    number = take_packet(house, envelope)
    read = reading(**(ALIKE | changes))
    pages = (form_of(*rows).pages[0], *read.pages[1:])
    masking = Finding(check="masking.domicile", result="none", verdict=Verdict.PASS)
    kept = {
        "reading": read.model_copy(update={"pages": pages}).model_dump(mode="json"),
        "masking": masking.model_dump(mode="json"),
    }
    house.sealed.put(number, REDACTION, json.dumps(kept).encode())
    house.sealed.put(number, REDACTED, b"")
    with house.database.transaction() as session:
        packet_by_number(session, number).status = PacketStatus.REDACTED
    return check_and_open(house, number)


def language(house, number):
    with house.database.transaction() as session:
        return case_by_number(session, number).language


def coming(house, number):
    with house.database.transaction() as session:
        return what_comes_next(state_of(session, case_by_number(session, number)))


def texts(house, number):
    """The text of each standing letter of a case."""
    with house.database.transaction() as session:
        files = [letter_file(house, each) for each in standing_letters(session, case_by_number(session, number).id)]
    return [text_of(file) for file in files]


def refuse(house, number):
    """The letters that refuse the request, as drafts."""
    search_held_data(house, number)
    answer(house, number, Step.DECIDE, **REFUSED)
    write_letters(house, number, "reply")
    return texts(house, number)


def test_who_wrote_in_english_is_answered_in_english(house):
    """In the published English, with the company's English name."""
    number = opened(house)
    assert language(house, number) == "en"
    (letter,) = refuse(house, number)
    assert "DearDanielWhitfield" in letter
    assert "seriouslyimpedetheproperexecution" in letter
    assert "RococoCo.,Ltd." in letter
    assert "拝啓" not in letter


def test_who_wrote_in_japanese_is_answered_in_japanese(house):
    """A form in both languages, filled in in Japanese."""
    number = opened(house, (*BOTH, (DETAILS, "会員情報のすべて")))
    assert language(house, number) == "ja"
    assert "拝啓" in refuse(house, number)[0]


def test_a_reviewer_changes_the_language_before_anything_is_decided(house):
    """The letters follow; the event says who changed it and to what; what was seen before is other evidence."""
    number = opened(house)
    with house.database.transaction() as session:
        before = evidence_digest(session, case_by_number(session, number))
    write_letters_in(house, number, "ja", "sato")
    write_letters_in(house, number, "ja", "sato")  # nothing changes
    with house.database.transaction() as session:
        assert evidence_digest(session, case_by_number(session, number)) != before
    assert [facts["language"] for facts in told(house, number, EventKind.LANGUAGE_CHANGED)] == ["ja"]
    assert "拝啓" in refuse(house, number)[0]


def test_what_is_decided_keeps_its_language(house):
    """Whoever wants another sends the case back first; nothing is changed half."""
    number = opened(house)
    refuse(house, number)
    with pytest.raises(KaijiError, match="is decided; send it back"):
        write_letters_in(house, number, "ja", "sato")
    assert language(house, number) == "en"


def test_a_letter_that_asks_for_more_is_written_anew_in_the_other_language(house):
    """It was not posted: it is withdrawn, asked for its release again, and the next one is in the new language."""
    number = opened(house, **SHORT)
    answer(house, number, Step.RELEASE_DEFICIENCY, action="release")
    write_letters(house, number, "deficiency")
    assert "Pleasesenditby" in texts(house, number)[0]
    assert coming(house, number).step is Step.DISPATCH_DEFICIENCY
    write_letters_in(house, number, "ja", "sato")
    again = coming(house, number)
    assert (again.step, again.attempt) == (Step.RELEASE_DEFICIENCY, 2)
    assert texts(house, number) == []
    answer(house, number, Step.RELEASE_DEFICIENCY, 2, action="release")
    write_letters(house, number, "deficiency")
    (letter,) = texts(house, number)
    assert "ご返送" in letter
    assert coming(house, number) == Wait(step=Step.DISPATCH_DEFICIENCY, attempt=2)


def test_a_posted_letter_stays_as_it_went(house):
    """Only what comes after it is written in the new language."""
    number = opened(house, **SHORT)
    answer(house, number, Step.RELEASE_DEFICIENCY, action="release")
    write_letters(house, number, "deficiency")
    answer(house, number, Step.DISPATCH_DEFICIENCY, action="posted", tracking_number="1")
    write_letters_in(house, number, "ja", "sato")
    assert coming(house, number).step is Step.AWAIT_REQUESTER
    assert "Pleasesenditby" in texts(house, number)[0]
