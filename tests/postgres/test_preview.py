"""The letter that asks for what is missing can be looked at before it is released."""

from tasks.case.progress import Step, Wait
from tasks.decide.asking import coming
from tasks.reply.preview import preview_deficiency
from tasks.reply.write_letters import write_letters
from tasks.store.cases import case_by_number, letters_of
from tests.support.cases import open_case
from tests.support.signing import answer

SHORT = {"fee__total": ("500", "500"), "fee__instruments": ("", "11111-111111:500:2026-11-10")}


def test_what_is_seen_is_what_is_written_and_nothing_is_kept(house):
    """The same bytes, before and after the release; looking writes no letter."""
    number = open_case(house, **SHORT)
    assert coming(house, number) == Wait(step=Step.RELEASE_DEFICIENCY, attempt=1)
    seen = preview_deficiency(house, number)
    with house.database.transaction() as session:
        assert letters_of(session, case_by_number(session, number).id) == []
    assert answer(house, number, coming(house, number), action="release")
    write_letters(house, number, "deficiency")
    (written,) = house.outbox.rglob(f"{number}-1.pdf")
    assert written.read_bytes() == seen
