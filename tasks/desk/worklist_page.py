"""The desk's first pages: what waits for a person, who has it, and the posting of many letters confirmed at once."""

from typing import Annotated, Any
from urllib.parse import parse_qsl

from fastapi import Depends, FastAPI, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, UploadFile

from tasks.case.errors import KaijiError
from tasks.case.roles import Role
from tasks.desk.dispatch import (
    POSTED_HERE,
    Confirmed,
    Posting,
    confirm_postings,
    read_to_post,
)
from tasks.desk.hands import Hands
from tasks.desk.outbox_files import bundles_to_post
from tasks.desk.pages import show
from tasks.desk.posting_lists import Pasted, read_list, text_of_file
from tasks.desk.signed_in import SignedIn, may
from tasks.desk.worklist import NotDone, assign, count_left_out, read_worklist
from tasks.desk.worklist_filters import NOBODY, Filters, choose, plain_number
from tasks.desk.worklist_words import WHY_NOT
from tasks.store.cases import known_numbers
from tasks.store.worklist import roles_by_handle
from tasks.wiring import House

_WORDS = {"why_not": WHY_NOT}
_MOST_AT_ONCE = 400  # rows of one form: a form may have 1,000 fields
_LARGEST_LIST = 1_000_000  # bytes


async def _sent(request: Request) -> FormData:
    return await request.form()


Sent = Annotated[FormData, Depends(_sent)]
Anybody = Annotated[SignedIn, Depends(may(*Role))]
Answerer = Annotated[SignedIn, Depends(may(Role.OPERATOR, Role.REVIEWER, Role.APPROVER, Role.MANAGER))]
Operator = Annotated[SignedIn, Depends(may(Role.OPERATOR))]


def add_worklist(desk: FastAPI, house: House, hands: Hands) -> None:
    """Adds `/`, `/worklist/assign`, `/dispatch` and `/dispatch/numbers` to the desk."""
    _add_list(desk, house)
    _add_dispatch(desk, house, hands)


def _add_list(desk: FastAPI, house: House) -> None:
    @desk.get("/")
    def worklist(request: Request, me: Anybody, filters: Annotated[Filters, Query()]) -> Response:
        return _show_list(house, request, me, filters)

    @desk.post("/worklist/assign")
    def assign_chosen(request: Request, me: Answerer, sent: Sent) -> Response:
        filters = Filters.model_validate(dict(parse_qsl(_text(sent, "filters"))))
        to = {"me": me.handle, "release": "", "other": _text(sent, "to")}.get(_text(sent, "action"), "")
        wrong = assign(house, _askings(sent), to, me.handle, me.roles, house.now())
        return _show_list(house, request, me, filters, wrong) if wrong else RedirectResponse(filters.link(), 303)


def _show_list(
    house: House, request: Request, me: SignedIn, filters: Filters, wrong: list[NotDone] | None = None
) -> Response:
    listed = read_worklist(house)
    chosen = choose(listed.waiting, filters, me)
    with house.database.transaction() as session:
        known = known_numbers(session, [plain_number(filters.q)]) if filters.q and not chosen.rows else ()
        people = sorted(roles_by_handle(session)) if me.has(Role.MANAGER) else []
    facts: dict[str, Any] = _WORDS | {
        "filters": filters,
        "chosen": chosen,
        "moving": listed.moving,
        "left_out": count_left_out(house),
        "elsewhere": next(iter(known), ""),
        "people": people,
        "wrong": wrong or [],
        "nobody": NOBODY,
        "may_assign": me.roles != {Role.AUDITOR},
        "companies": {item.policy: item for item in listed.waiting},
        "to_post": sum(item.wait.step in POSTED_HERE for item in listed.waiting) if me.has(Role.OPERATOR) else 0,
    }
    return show(house, request, "worklist.html", **facts)


def _add_dispatch(desk: FastAPI, house: House, hands: Hands) -> None:
    @desk.get("/dispatch")
    def dispatch(request: Request, _: Operator) -> Response:
        return _show_dispatch(house, request)

    @desk.post("/dispatch/numbers")
    def numbers(request: Request, _: Operator, sent: Sent) -> Response:
        try:
            pasted = read_list(house, _uploaded(sent) or _text(sent, "list"), read_to_post(house))
        except KaijiError as why:
            return _show_dispatch(house, request, typed=_typed(sent), problem=str(why))
        return _show_dispatch(house, request, typed=_typed(sent) | pasted.tracking, pasted=pasted)

    @desk.post("/dispatch")
    def confirm(request: Request, me: Operator, sent: Sent) -> Response:
        typed = _typed(sent)
        postings = [Posting(number, asking, typed.get(number, "")) for number, asking in _askings(sent)]
        done = confirm_postings(house, hands, me.handle, postings)
        left = {number: text for number, text in typed.items() if number not in {one.number for one in done}}
        kept = left | {one.number: one.tracking for one in done if one.outcome != "sent"}
        return _show_dispatch(house, request, typed=kept, done=done)


def _show_dispatch(
    house: House,
    request: Request,
    typed: dict[str, str] | None = None,
    pasted: Pasted | None = None,
    done: list[Confirmed] | None = None,
    problem: str = "",
) -> Response:
    waiting = read_to_post(house)
    rows = [row for row in waiting if not row.under_way]
    facts: dict[str, Any] = _WORDS | {
        "rows": rows[:_MOST_AT_ONCE],
        "more": max(0, len(rows) - _MOST_AT_ONCE),
        "under_way": [row.item.number for row in waiting if row.under_way],
        "typed": typed or {},
        "pasted": pasted,
        "done": done or [],
        "problem": problem,
        "bundles": bundles_to_post(house),
        "left_out": count_left_out(house),
    }
    return show(house, request, "dispatch.html", **facts)


def _askings(sent: FormData) -> list[tuple[str, str]]:
    """The ticked rows: case number and asking, once each."""
    ticked = [value.partition(":") for value in sent.getlist("case") if isinstance(value, str)]
    return list(dict.fromkeys((number, asking) for number, _, asking in ticked))


def _typed(sent: FormData) -> dict[str, str]:
    """The tracking numbers as typed, by case number; those left empty are none."""
    mine = {name.partition(":")[2]: value for name, value in sent.items() if name.startswith("tracking:")}
    return {number: value.strip() for number, value in mine.items() if isinstance(value, str) and value.strip()}


def _text(sent: FormData, name: str) -> str:
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""


def _uploaded(sent: FormData) -> str:
    file = sent.get("file")
    if not isinstance(file, UploadFile) or not file.filename:
        return ""
    content = file.file.read(_LARGEST_LIST + 1)
    if len(content) > _LARGEST_LIST:
        raise KaijiError("The list is larger than 1 MB; a list of letters is a small file.")
    return text_of_file(content)
