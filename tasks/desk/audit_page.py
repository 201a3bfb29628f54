"""The auditor's page: the record searched by case, person, kind and period, whether it is whole, and its exports."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, Form, HTTPException, Query, Request, Response
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import NoResultFound

from tasks.audit.event_words import NAMES
from tasks.audit.export import Wanted, export_case, export_ledger
from tasks.audit.lines import event_row
from tasks.audit.page_words import COLUMNS, NO_ANCHORS
from tasks.audit.problem_words import PROBLEMS
from tasks.audit.search import Search, last_look, search_events
from tasks.audit.verify import Verified, verify
from tasks.audit.words import language_of
from tasks.case.era import iso_day
from tasks.case.errors import KaijiError
from tasks.case.roles import Role
from tasks.desk.pages import show
from tasks.desk.signed_in import SignedIn, may
from tasks.store.cases import case_by_number
from tasks.store.figure_rows import holds_sample_data
from tasks.wiring import House

Auditor = Annotated[SignedIn, Depends(may(Role.AUDITOR))]
_TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}
_LONGEST = 64  # of what is typed into a search


class Asked(BaseModel):
    """What the page's address asks for; a day that is none is not looked at."""

    model_config = ConfigDict(frozen=True)

    case: str = Query("", max_length=_LONGEST)
    person: str = Query("", max_length=_LONGEST)
    kind: str = Query("", max_length=_LONGEST)
    first: str = Query("", max_length=_LONGEST)
    last: str = Query("", max_length=_LONGEST)
    page: int = Query(1, ge=1, le=1_000_000)

    def search(self) -> Search:
        """As the store wants it."""
        days = iso_day(self.first), iso_day(self.last)
        return Search(self.case.strip().upper(), self.person.strip(), self.kind, *days, self.page)

    def link(self, page: int) -> str:
        """The address of another page of the same search."""
        told = {name: value for name, value in self.model_dump(exclude={"page"}).items() if value}
        return "?" + urlencode(told | {"page": page})


class Export(BaseModel):
    """What an auditor wants as a file: a case, or the requests of a period."""

    model_config = ConfigDict(frozen=True)

    case: str = ""
    first: str = ""
    last: str = ""
    form: str = "pdf"
    with_reasons: bool = False


def add_audit(desk: FastAPI, house: House) -> None:
    """Adds `/audit`, `/audit/verify` and `/audit/export` to the desk."""

    @desk.get("/audit")
    def audit(request: Request, _: Auditor, asked: Annotated[Asked, Query()]) -> Response:
        return _page(house, request, asked)

    @desk.post("/audit/verify")
    def look(request: Request, me: Auditor) -> Response:
        return _page(house, request, Asked(page=1), verify(house, me.handle))

    @desk.post("/audit/export")
    def export(me: Auditor, wanted: Annotated[Export, Form()]) -> Response:
        try:
            return _file(house, me, wanted)
        except KaijiError as why:
            raise HTTPException(422, str(why)) from None


def _page(house: House, request: Request, asked: Asked, found: Verified | None = None) -> Response:
    person: SignedIn = request.state.signed_in
    language = language_of(person.language)
    with house.database.transaction() as session:
        shown, look, sample = search_events(session, asked.search()), last_look(session), holds_sample_data(session)
    rows = [(number, event_row(event, language), event.case_id in shown.samples) for event, number in shown.rows]
    kinds = sorted(((str(kind), words.in_(language)) for kind, words in NAMES.items()), key=lambda each: each[1])
    titles = {name: words.in_(language) for name, words in COLUMNS.items()}
    problems = [(PROBLEMS[each.what].in_(language), each.where) for each in found.problems] if found else []
    facts: dict[str, Any] = {
        "asked": asked,
        "found": shown,
        "rows": rows,
        "kinds": kinds,
        "titles": titles,
        "no_anchors": NO_ANCHORS.in_(language),
    }
    return show(house, request, "audit.html", look=look, verified=found, sample=sample, problems=problems, **facts)


def _file(house: House, me: SignedIn, export: Export) -> Response:
    """One file, by the name it is exported under; KaijiError for what cannot be exported."""
    if export.form not in _TYPES:
        raise KaijiError("Choose PDF or CSV.")
    language = language_of(me.language)
    wanted = Wanted(me.handle, export.form, language, export.with_reasons)
    first, last = iso_day(export.first), iso_day(export.last)
    if export.case:
        files = export_case(house, _known(house, export.case.strip().upper()), wanted)
    elif first is not None and last is not None:
        if first > last:
            raise KaijiError("The period ends before it begins; exchange the two days.")
        files = export_ledger(house, first, last, wanted)
    else:
        raise KaijiError("Say which case, or from which day to which.")
    ((name, content),) = files.items()
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type=_TYPES[export.form], headers=disposition)


def _known(house: House, number: str) -> str:
    """The number itself; KaijiError in the desk's words where no case has it, as the export's own tell of commands."""
    try:
        with house.database.transaction() as session:
            case_by_number(session, number)
    except NoResultFound:
        raise KaijiError("There is no case of this number.") from None
    return number
