"""Records for the auditor's tests: answers, letters, edits and looks with their events, put there without any stage."""

import hashlib
import hmac
from datetime import timedelta

from tasks.case.happened import EventKind
from tasks.case.ledger import Entry, Move
from tasks.case.words import Disposition
from tasks.store.account_tables import FieldEdit, RedactionEdit, Unmasking
from tasks.store.cases import case_by_number, join_supplement, packets_of
from tasks.store.events import record
from tasks.store.fees import enter
from tasks.store.tables import Answer, LetterRow
from tasks.wiring import House
from tests.support.cases import BOX

EVIDENCE = hashlib.sha256(b"what the person saw").hexdigest()
SECRET_REASON = "電話で 07 頁の読みを確かめた"


def at(house, **move) -> House:
    """The same house at another time."""
    seconds = int(timedelta(**move).total_seconds())
    return House(house.settings.model_copy(update={"clock_offset_seconds": seconds}), house.database, house.sealed)


def answered(house, number, step, person, attempt=1, reason="", **choices):
    """A person's answer, kept as a row and as an event."""
    with house.database.transaction() as session:
        case, now = case_by_number(session, number), house.now()
        session.add(
            Answer(
                case_id=case.id,
                step=step,
                attempt=attempt,
                person=person,
                answered_at=now,
                choices=choices,
                reason=reason,
            )
        )
        facts = {"step": step, "attempt": attempt, "choices": choices, "evidence": EVIDENCE}
        record(session, EventKind.ANSWERED, now, actor=person, case_id=case.id, **facts)


def happened(house, number, kind, person="kaiji", **facts):
    """An event of a case."""
    with house.database.transaction() as session:
        record(session, kind, house.now(), actor=person, case_id=case_by_number(session, number).id, **facts)


def lettered(house, number, kind, occasion, sequence, **more):
    """A letter with its file in the outbox and its event."""
    pdf = f"%PDF {number} {sequence}".encode()
    with house.database.transaction() as session:
        case, day = case_by_number(session, number), house.today()
        letter = LetterRow(
            case_id=case.id,
            kind=kind,
            occasion=occasion,
            sequence=sequence,
            number=f"{number}-{sequence}",
            written_on=day,
            sha256=hashlib.sha256(pdf).hexdigest(),
            **more,
        )
        session.add(letter)
        file = house.outbox / day.isoformat() / f"{letter.number}.pdf"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(pdf)
        facts = {"letter": letter.number, "letter_kind": kind, "sha256": letter.sha256, "by_hand": False}
        record(session, EventKind.LETTER_WRITTEN, house.now(), case_id=case.id, **facts)
        record(session, EventKind.LETTERS_COMPLETE, house.now(), case_id=case.id, occasion=occasion.split("-")[0])
    return file


def edited(house, number, person="sato"):
    """One field and one page's boxes were changed, and one region was looked at without its redaction."""
    with house.database.transaction() as session:
        case, now = case_by_number(session, number), house.now()
        packet = packets_of(session, case)[-1]
        place = {"case_id": case.id, "packet_id": packet.id, "page": 1, "person": person, "at": now}
        poly = [list(point) for point in BOX]
        mark = {"poly": poly, "reason": "domicile", "source": "person"}
        session.add(FieldEdit(**place, name="person.address", before="旧", value="新", poly=poly))
        session.add(RedactionEdit(**place, before=[], after=[mark], reason=SECRET_REASON))
        session.add(Unmasking(**place, poly=poly, reason=SECRET_REASON))
        key = house.key("audit")
        keyed = [hmac.new(key, value.encode(), hashlib.sha256).hexdigest() for value in ("旧", "新")]
        digests = {"before": keyed[0], "after": keyed[1]}
        who = {"actor": person, "case_id": case.id}
        record(session, EventKind.FIELD_EDITED, now, **who, field="person.address", **digests)
        boxes = {"boxes_before": 0, "boxes_after": 1, "change": "token"}
        record(session, EventKind.REDACTION_EDITED, now, **who, packet=packet.number, page=1, **digests, **boxes)
        record(session, EventKind.UNMASKED, now, **who, packet=packet.number, page=1)


def supplemented(house, number, other):
    """The packet of the case `other` joins `number`, as after a person's word; the other is closed."""
    with house.database.transaction() as session:
        case, stray = case_by_number(session, number, lock=True), case_by_number(session, other)
        (packet,) = packets_of(session, stray)
        join_supplement(session, case, packet, Disposition.READY_FOR_DECISION, [], house.now())
        record(session, EventKind.CASE_CLOSED, house.now(), actor="sato", case_id=stray.id, joined=number)


def paid(house, number, yen=1000):
    """Money came that no scan could show."""
    with house.database.transaction() as session:
        entry = Entry(number, "stamps-1", Move.RECEIVED, yen, house.today(), "mori")
        enter(session, case_by_number(session, number), entry, house.now())


def work_through(house, number):
    """Two rounds: something was missing, was asked for and came; then looked at, edited, refused, approved and posted."""
    answered(house, number, "release_deficiency", "sato", action="release")
    lettered(house, number, "deficiency", "deficiency", 1)
    answered(house, number, "dispatch_deficiency", "mori", tracking_number="123-45-67890-1")
    later = at(house, days=6)
    happened(later, number, EventKind.EVIDENCE_SEEN, "sato", what="case", step="decide")
    edited(later, number)
    happened(later, number, EventKind.HELD_DATA_SEARCHED, found=1, near=0, source=True)
    happened(later, number, EventKind.CODE_ISSUED, "sato", asking="decide-1", evidence=EVIDENCE)
    answered(later, number, "decide", "sato", reason=SECRET_REASON, disclosure="refuse", grounds=["1", "4"])
    answered(later, number, "approve", "ito", verdict="approve")
    lettered(later, number, "refuse", "reply-disclosure", 2)
    answered(later, number, "release_reply", "ito", action="release")
    happened(later, number, EventKind.LETTERS_RELEASED, "ito", letters=[f"{number}-2"])
    answered(later, number, "dispatch_reply", "mori", tracking_number="987-65-43210-9")
    happened(later, number, EventKind.CASE_CLOSED)
