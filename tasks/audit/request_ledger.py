"""The ledger of requests (開示等請求受付台帳): one line for each case received in a period, without a name or an address."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlmodel import Session, col, select

from tasks.audit.case_record import Request, read_requests
from tasks.audit.csv_files import Cell
from tasks.audit.words import DECIDED, Language, listed, said
from tasks.case.bilingual import Said
from tasks.case.ledger import reconcile
from tasks.case.question_words import KINDS
from tasks.policy.wording import PAPERS
from tasks.store.tables import Case
from tasks.wiring import House

COLUMNS: dict[str, Said] = {
    "number": Said("Case", "受付番号"),
    "received": Said("Received", "受付日"),
    "kinds": Said("Requested", "請求の種別"),
    "agent": Said("By agent", "代理人"),
    "identity": Said("Identity confirmed by", "本人確認の方法"),
    "due": Said("Internal due", "社内期限"),
    "extended": Said("Extended to", "延長後の期限"),
    "result": Said("Result", "結果"),
    "grounds": Said("Grounds", "理由番号"),
    "decided_by": Said("Decided by", "決定者"),
    "approved_by": Said("Approved by", "承認者"),
    "answered": Said("Answered", "回答日"),
    "days": Said("Days", "所要日数"),
    "letters": Said("Letters", "書面番号"),
    "tracking": Said("Tracking number", "引受番号"),
    "fee": Said("Fee, yen", "手数料（円）"),
    "fee_returned": Said("Returned, yen", "返金（円）"),
}
_STATES = {
    "checked": Said("{papers}: checked", "{papers}により確認"),
    "by_person": Said("{papers}: settled by {person}", "{papers}を{person}が確認"),
    "deficient": Said("{papers}: deficient", "{papers}に不備"),
    "open": Said("{papers}: not confirmed yet", "{papers}（未確認）"),
    "not_required": Said("not required", "不要"),
}
_JOINED = Said("joined to {case}", "{case}に統合")
_ENDED = Said("closed without a decision", "決定なく終結")
_SAMPLE = Said("sample data: {result}", "見本データ：{result}")
_NO_PAPER = Said("no document", "書類なし")


def requests_received(session: Session, first: date, last: date) -> list[Request]:
    """The requests received from `first` to `last`, both Japanese days and included, in the order of their numbers."""
    mine = (col(Case.received_on) >= first, col(Case.received_on) <= last)
    return read_requests(session, list(session.exec(select(Case).where(*mine).order_by(col(Case.number)))))


def ledger_rows(house: House, requests: Iterable[Request], language: Language) -> list[dict[str, Cell]]:
    """One row for each request, by the names of `COLUMNS`; what has not happened yet is empty."""
    return [_row(house, each, language) for each in requests]


def titles(language: Language) -> list[str]:
    """What the columns are called."""
    return [words.in_(language) for words in COLUMNS.values()]


def _row(house: House, request: Request, language: Language) -> dict[str, Cell]:
    case, outcome = request.case, request.outcome
    money = reconcile(request.fees)
    return {
        "number": case.number,
        "received": case.received_on.isoformat(),
        "kinds": listed(KINDS, case.kinds, language),
        "agent": _yes(language) if case.by_agent else "",
        "identity": identity_said(request, language),
        "due": due_on(house, request).isoformat(),
        "extended": _day(outcome.extended_to),
        "result": result_said(request, language),
        "grounds": ", ".join(outcome.grounds),
        "decided_by": outcome.decided_by,
        "approved_by": outcome.approved_by,
        "answered": _day(outcome.answered_on),
        "days": (outcome.answered_on - case.received_on).days if outcome.answered_on else "",
        "letters": ", ".join(letter.number for letter in request.letters if not letter.withdrawn),
        "tracking": outcome.tracking,
        "fee": money.received,
        "fee_returned": money.returned,
    }


def identity_said(request: Request, language: Language) -> str:
    """How identity was confirmed: by which kinds of document, and whether a person had to settle a doubt."""
    identity = request.identity
    papers = listed(PAPERS, identity.papers, language) if identity.papers else _NO_PAPER.in_(language)
    return _STATES[identity.state].in_(language).format(papers=papers, person=identity.person)


def result_said(request: Request, language: Language) -> str:
    """What came of it; of a case that was made up, that it is sample data."""
    result = _result(request, language)
    return _SAMPLE.in_(language).format(result=result) if request.is_sample else result


def _result(request: Request, language: Language) -> str:
    """What was decided of each kind; where nothing was, how the case ended or nothing."""
    outcome = request.outcome
    if outcome.joined:
        return _JOINED.in_(language).format(case=outcome.joined)
    if not outcome.decided:
        return _ENDED.in_(language) if outcome.closed_on else ""
    return decided_said(outcome.decided.items(), language)


def decided_said(decided: Iterable[tuple[str, str]], language: Language) -> str:
    """What was chosen for each kind, in one line."""
    equals = "：" if language == "ja" else ": "
    parts = [f"{said(KINDS, kind, language)}{equals}{said(DECIDED, chosen, language)}" for kind, chosen in decided]
    return ("、" if language == "ja" else "; ").join(parts)


def due_on(house: House, request: Request) -> date:
    """The internal due day, as the clock had moved it until the answer."""
    until = request.outcome.answered_on or request.outcome.closed_on or house.today()
    return house.clock_of(request.case, request.events).due_on(until)


def _yes(language: Language) -> str:
    return "有" if language == "ja" else "yes"


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def as_table(rows: Sequence[dict[str, Cell]], language: Language) -> list[list[Cell]]:
    """The titles and the rows, for CSV."""
    return [list(titles(language)), *([row[name] for name in COLUMNS] for row in rows)]
