"""The pages of figures: today, due days, quality; the cases behind each number; every table as CSV. Nobody's data."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.concurrency import run_in_threadpool

from tasks.case.bilingual import Said
from tasks.case.errors import KaijiError
from tasks.case.roles import SEES_EVIDENCE, Role
from tasks.desk.error_words import in_language
from tasks.desk.figures_cases import PATH, facts_of, found, wanted_of
from tasks.desk.figures_companies import companies_at_hand, companies_of
from tasks.desk.figures_content import TABS, filters_made
from tasks.desk.figures_csv import csv_file, file_name
from tasks.desk.figures_made import Made, page_at_hand, page_in_full, page_kept, page_soon
from tasks.desk.figures_now import frames_just_read, frames_now
from tasks.desk.figures_query import Asked, asked_of, usual
from tasks.desk.figures_report import report_made
from tasks.desk.figures_shown import Reader
from tasks.desk.figures_tables import Tables, mark_of, tables_made
from tasks.desk.pages import show
from tasks.desk.signed_in import SignedIn, may
from tasks.figures.frames import Frames
from tasks.figures.pages import WITH_PERIOD
from tasks.figures.periods import month_of
from tasks.figures.table import Table
from tasks.wiring import House

Anybody = Annotated[SignedIn, Depends(may(*Role))]
_HERE = b"<!--content-->"  # in the page's frame, which is made for each request; what is escaped cannot say it
_PATIENCE = 1.0  # seconds: who asks holds one of the desk's threads meanwhile
_START = "/figures/today"


def add_figures(desk: FastAPI, house: House) -> None:
    """Adds `/figures` and what lies below it; `/sla`, the figures' place of before, leads there."""

    @desk.get("/sla")
    def former(_: Anybody) -> Response:
        return RedirectResponse(_START, 308)

    @desk.get("/figures")
    def start(_: Anybody) -> Response:
        return RedirectResponse(_START, 303)

    _add_cases(desk, house)
    _add_report(desk, house)
    _add_pages(desk, house)


def _add_cases(desk: FastAPI, house: House) -> None:
    @desk.get("/figures/cases")
    def cases(request: Request, me: Anybody) -> Response:
        frames = frames_now(house)
        reader = _reader(house, frames, me)
        wanted = wanted_of(request.query_params, frames, reader)
        filters = filters_made("cases", wanted.asked, reader, PATH, wanted.more)
        return show(
            house, request, "figures_cases.html", tabs=TABS, filters=filters, **facts_of(house, frames, wanted, reader)
        )

    @desk.get("/figures/cases.csv")
    def cases_file(request: Request, me: Anybody) -> Response:
        frames = frames_now(house)
        reader = _reader(house, frames, me)
        wanted = wanted_of(request.query_params, frames, reader)
        name = _marked(frames, file_name("cases", wanted.asked.chosen, frames.today, with_period=False))
        return csv_file(found(frames, wanted, frames.cases.height).table, name, _in_words(request, reader))


def _add_report(desk: FastAPI, house: House) -> None:
    @desk.get("/figures/report.pdf")
    def report(request: Request, me: Anybody) -> Response:
        frames = frames_now(house)
        reader = _reader(house, frames, me)
        month = month_of(request.query_params.get("month", ""))
        policies = asked_of(request.query_params, frames.today, reader.companies).chosen.policies
        headers = {"Content-Disposition": f"inline; filename={_marked(frames, f'report-{month:%Y-%m}')}.pdf"}
        pdf = report_made(house, frames, month, me.language, reader.companies, policies)
        return Response(pdf, media_type="application/pdf", headers=headers)


def _add_pages(desk: FastAPI, house: House) -> None:
    @desk.get("/figures/{page}")
    async def figures(request: Request, me: Anybody, page: str) -> Response:
        if kept := _kept_page(house, request, me, _known(page)):
            return kept
        return await run_in_threadpool(_show_page, house, request, me, page)

    @desk.get("/figures/{page}/content")
    def content(request: Request, me: Anybody, page: str) -> Response:
        return _fresh(house, request, me, _known(page))

    @desk.get("/figures/{page}/{key}.csv")
    def file(request: Request, me: Anybody, page: str, key: str) -> Response:
        frames = frames_now(house)
        reader = _reader(house, frames, me)
        asked = asked_of(request.query_params, frames.today, reader.companies)
        name = file_name(f"{_known(page)}-{key}", asked.chosen, frames.today, with_period=page in WITH_PERIOD)
        return csv_file(_table(house, frames, page, key, asked), _marked(frames, name), _in_words(request, reader))


def _in_words(request: Request, reader: Reader) -> Reader | None:
    """Whose words a file is written in; None for codes."""
    return reader if request.query_params.get("words") == "1" else None


def _table(house: House, frames: Frames, page: str, key: str, asked: Asked) -> Table:
    """One table of a page with all its rows; a list, of which pages show the first ones only, is made anew."""
    found = _named(tables_made(house, frames, page, asked), key)
    if found.picks is None:
        return found
    return _named(tables_made(house, frames, page, replace(asked, chosen=asked.chosen.with_all_rows)), key)


def _named(made: Tables, key: str) -> Table:
    found = next((table for table in made.tables if table.key == key), None)
    if found is None:
        raise HTTPException(404)
    return found


def _marked(frames: Frames, name: str) -> str:
    """A file's name, which says where made-up cases are in it: the file goes where no page says so."""
    return f"sample-{name}" if frames.sample else name


def _known(page: str) -> str:
    if page not in TABS:
        raise HTTPException(404)
    return page


def _reader(house: House, frames: Frames, me: SignedIn) -> Reader:
    return _reader_of(me, companies_of(house, frames))


def _reader_of(me: SignedIn, companies: Mapping[str, Said]) -> Reader:
    """For whom a page is made: people with the same rights and language share it."""
    return Reader(me.language, me.has(*SEES_EVIDENCE), me.has(Role.OPERATOR), companies)


def _show_page(house: House, request: Request, me: SignedIn, page: str) -> Response:
    frames = frames_now(house)
    reader = _reader(house, frames, me)
    try:
        asked, problem = asked_of(request.query_params, frames.today, reader.companies), ""
    except KaijiError as why:
        asked, problem = usual(frames.today), in_language(me.language, str(why))
    make = page_in_full if request.query_params.get("full") == "1" else page_at_hand
    made = make(house, frames, page, asked, reader)
    return _in_frame(house, request, page, frames, asked, made, problem)


def _kept_page(house: House, request: Request, me: SignedIn, page: str) -> Response | None:
    """The page where all that it takes is at hand; None for one that waits for anything, which is a thread's work."""
    frames = frames_just_read(house)
    companies = companies_at_hand(house, frames) if frames else None
    if frames is None or companies is None or "full" in request.query_params:
        return None
    try:
        asked = asked_of(request.query_params, frames.today, companies)
    except KaijiError:
        return None
    made = page_kept(house, frames, page, asked, _reader_of(me, companies))
    return _in_frame(house, request, page, frames, asked, made) if made else None


def _in_frame(
    house: House, request: Request, page: str, frames: Frames, asked: Asked, made: Made, problem: str = ""
) -> Response:
    """The page's content in the frame of whoever asks."""
    is_last = made.whole and made.of == mark_of(frames)
    status = 422 if problem else 200
    shell = show(
        house, request, "figures.html", page=page, made=made, is_last=is_last, asked=asked, tabs=TABS, problem=problem
    )
    return HTMLResponse(bytes(shell.body).replace(_HERE, made.content), status)


def _fresh(house: House, request: Request, me: SignedIn, page: str) -> Response:
    """What has changed on a page since its reader got it: 304 for nothing; it says when something is still to come."""
    frames = frames_now(house)
    reader = _reader(house, frames, me)
    asked = asked_of(request.query_params, frames.today, reader.companies)
    made = page_soon(house, frames, page, asked, reader, _PATIENCE)
    headers = {"ETag": f'"{made.mark}"'} | ({} if made.whole else {"Retry-After": "2"})
    if request.headers.get("if-none-match") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    return HTMLResponse(made.content, headers=headers)
