"""Lays the record of one case out for a reader: the facts of the request above, and the tables of its sections."""

from tasks.audit.case_record import CaseRecord
from tasks.audit.case_sections import CaseSections
from tasks.audit.chain_state import ChainState, chain_notice
from tasks.audit.lines import moment
from tasks.audit.page import Notice, Page
from tasks.audit.page_words import DECIDED, EXPORTED, FACTS, RECORD, SAMPLE, WITH_REASONS, WITHOUT_REASONS
from tasks.audit.request_ledger import due_on, identity_said, result_said
from tasks.audit.words import NO, YES, Language, listed, said
from tasks.case.question_words import KINDS
from tasks.wiring import House


def case_page(
    house: House, record: CaseRecord, chain: ChainState, language: Language, *, with_reasons: bool, person: str
) -> Page:
    """The page of one case, exported by `person`; `with_reasons` adds what people wrote in their own words."""
    number, exported = record.request.case.number, EXPORTED.in_(language).format(at=moment(chain.at), person=person)
    made_up = [Notice(SAMPLE.in_(language), alarm=True)] if record.request.is_sample else []
    notice = WITH_REASONS if with_reasons else WITHOUT_REASONS
    sections = CaseSections(house.policy_of(record.request.case), record, language, with_reasons=with_reasons)
    return Page(
        RECORD.in_(language),
        number,
        f"{RECORD.in_(language)} · {number} · {exported}",
        _facts(house, record, chain, language, exported),
        [*made_up, chain_notice(chain, language), Notice(notice.in_(language))],
        sections.all(),
    )


def _facts(
    house: House, record: CaseRecord, chain: ChainState, language: Language, exported: str
) -> list[tuple[str, str]]:
    request = record.request
    case, outcome = request.case, request.outcome
    decided = DECIDED.in_(language).format(at=moment(outcome.decided_at), person=outcome.decided_by)
    told = {
        "kinds": listed(KINDS, case.kinds, language),
        "agent": (YES if case.by_agent else NO).in_(language),
        "received": case.received_on,
        "effective": case.effective_on,
        "due": due_on(house, request),
        "extended": outcome.extended_to,
        "identity": identity_said(request, language),
        "policy": f"{case.policy} {case.policy_version}",
        "result": result_said(request, language),
        "decided": decided if outcome.decided_at else "",
        "approved": outcome.approved_by,
        "answered": outcome.answered_on,
        "tracking": outcome.tracking,
        "exported": exported,
        "events": f"{chain.events:,}",
        "anchor": chain.anchored,
        "head": chain.head,
    }
    return [(FACTS[name].in_(language), str(text or said({}, None, language))) for name, text in told.items()]
