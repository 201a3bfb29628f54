"""The letter that asks for what is missing, before anybody has released it: to be looked at, and kept nowhere."""

from tasks.reply.case_file import case_file
from tasks.reply.compose import compose
from tasks.reply.deficient import asking_due, reply_by_of
from tasks.reply.letter_templates import templates_of
from tasks.reply.render_letter import render_letter
from tasks.store.cases import case_by_number, letters_of
from tasks.store.tables import LetterRow
from tasks.wiring import House


def preview_deficiency(house: House, case_number: str) -> bytes:
    """The letter as it would be written today, PDF; KaijiError where a person must write it by hand."""
    with house.database.transaction() as session:
        case = case_by_number(session, case_number)
        file, sequence = case_file(house, session, case), len(letters_of(session, case.id)) + 1
        (due,) = asking_due(file)
        letter = LetterRow(
            case_id=case.id,
            kind=due.kind.value,
            occasion=due.occasion,
            sequence=sequence,
            number=f"{case.number}-{sequence}",
            written_on=house.today(),
            reply_by=reply_by_of(file, house.today()),
        )
        return render_letter(compose(file, due, letter), templates_of(house, file.policy.code, file.language))
