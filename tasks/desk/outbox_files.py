"""The bundles of the outbox for the mail room: what there is to print and to hand in, each taking of a file an event."""

from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException, Response

from tasks.case.era import iso_day
from tasks.case.happened import EventKind
from tasks.case.roles import Role
from tasks.desk.signed_in import SignedIn, may
from tasks.outbox.bundles import Bundle, make_bundles
from tasks.outbox.letters_of_day import days_to_post
from tasks.store.events import record
from tasks.wiring import House

Operator = Annotated[SignedIn, Depends(may(Role.OPERATOR))]
_TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}


def add_outbox(desk: FastAPI, house: House) -> None:
    """Adds `/dispatch/files/{day}/{name}`; names and addresses stand in these files, so they are the mail room's alone."""

    @desk.get("/dispatch/files/{day}/{name}")
    def outbox_file(day: str, name: str, me: Operator) -> Response:
        asked = iso_day(day)
        bundle = next((each for each in make_bundles(house, asked) if name in each.files), None) if asked else None
        if asked is None or bundle is None:
            raise HTTPException(404, "There is no such file in the outbox.")
        content = _take(house, bundle, name, me.handle)
        named = {"Content-Disposition": f'attachment; filename="{bundle.day}-{name}"'}
        return Response(content, media_type=_TYPES[name.rpartition(".")[2]], headers=named)


def _take(house: House, bundle: Bundle, name: str, person: str) -> bytes:
    file = house.outbox / bundle.day.isoformat() / name
    if not file.is_file():
        raise HTTPException(404, "There is no such file in the outbox.")
    letters = [out.letter.number for out in bundle.outs if out.letter.number not in bundle.left_out]
    told: dict[str, Any] = {"day": bundle.day.isoformat(), "file": name, "letters": letters}
    with house.database.transaction() as session:
        record(session, EventKind.OUTBOX_SEEN, house.now(), actor=person, **told)
    return file.read_bytes()


def bundles_to_post(house: House) -> list[Bundle]:
    """The bundles of each day of whose letters some are not posted, and of today, as they are now."""
    with house.database.transaction() as session:
        days = {*days_to_post(session), house.today()}
    return [bundle for day in sorted(days) for bundle in make_bundles(house, day)]
