"""Checks a case anew with all that came for it and all that people corrected, held together against the policy."""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from sqlmodel import Session

from tasks.case.edits import Told, after_joining, with_edits
from tasks.case.fee import last_good_day, plain_serial
from tasks.case.joined import brought, is_whole, joined, scanned_again
from tasks.case.state import scans_made_anew
from tasks.case.words import Finding, Reading, Verdict
from tasks.check.check_packet import check_packet
from tasks.check.earlier import earlier_requests
from tasks.check.evidence import Papers
from tasks.check.fee_checks import fee_terms
from tasks.policy import Policy
from tasks.store.cases import packets_of
from tasks.store.edits import edits_of
from tasks.store.events import events_of
from tasks.store.packets import seen_serials
from tasks.store.pending_marks import settle_all
from tasks.store.sealed import REDACTION
from tasks.store.tables import Case, Packet
from tasks.wiring import House

_OF_A_DAY = {"id.": "identity.validity", "agent_id.": "agent.identity", "authority.": "agent.authority"}


class Kept(NamedTuple):
    """What the stages before left of one packet: what was read, and their findings on masking."""

    reading: Reading
    masking: tuple[Finding, ...]


def kept_of(house: House, number: str) -> Kept:
    """What was read and painted of a packet."""
    return kept_in(house.sealed.get(number, REDACTION))


def kept_in(redaction: bytes) -> Kept:
    """What was read and painted of a packet, from the file in which it is kept."""
    kept = json.loads(redaction)
    masking = [kept["masking"], *kept.get("masking_more", [])]
    return Kept(Reading.model_validate(kept["reading"]), tuple(Finding.model_validate(each) for each in masking))


def check_whole_case(
    house: House, session: Session, case: Case, packet: Packet, own: Kept
) -> tuple[Reading, list[Finding]]:
    """What the case says with this packet, which has not joined yet, and the findings on all of it."""
    papers = [*kept_papers(house, session, case), (packet, own)]
    seen = seen_serials(session, [each.id for each, _ in papers])
    return check_papers(house, session, case, papers, seen)


def kept_papers(house: House, session: Session, case: Case) -> list[tuple[Packet, Kept]]:
    """The packets of a case in the order they came, with what was kept of each. The caller holds the case."""
    packets = packets_of(session, case)
    settle_all(session, house.sealed, packets)
    return [(packet, kept_of(house, packet.number)) for packet in packets]


def check_papers(
    house: House, session: Session, case: Case, papers: Sequence[tuple[Packet, Kept]], seen: frozenset[str]
) -> tuple[Reading, list[Finding]]:
    """What these packets of a case say together, as people corrected it, and the findings on all of it.

    Each paper is held against the day it came: what was valid when it arrived does not expire while a case waits.
    """
    policy, first, newest = house.policy_of(case), papers[0][0], papers[-1][0]
    told, came, masking = _told(session, case, policy, papers, seen)
    others = earlier_requests(session, case.policy, newest.received_at.date(), but=case.id)

    def findings_on(day: date) -> list[Finding]:
        return check_packet(
            told.reading,
            policy,
            day,
            masking,
            seen,
            channel=first.channel,
            earlier=others,
            withdrawn=told.withdrawn,
        )

    return told.reading, each_on_its_day(findings_on, newest.received_at.date(), came)


def _told(
    session: Session, case: Case, policy: Policy, papers: Sequence[tuple[Packet, Kept]], seen: frozenset[str]
) -> tuple[Told, dict[str, date], tuple[Finding, ...]]:
    """What the packets say one after the other, each with the corrections made while it was the newest.

    A new scan stands for a case's first one alone: where more papers came between, nothing tells which of them it shows.
    """
    packet, (reading, masking) = papers[0]
    told = with_edits(Told(reading), edits_of(session, packet, case)[1])
    came = dict.fromkeys(_OF_A_DAY, packet.received_at.date())
    anew = scans_made_anew(events_of(session, case.id), papers[-1][0].id) & {each.id for each, _ in papers[1:2]}
    for (before, _), (now, kept) in pairwise(papers):
        elsewhere, here = edits_of(session, now, case)
        later = with_edits(Told(kept.reading), elsewhere)
        fresh = brought(told.reading, later.reading)
        came |= dict.fromkeys(fresh, now.received_at.date())
        spoiled = spoiled_orders(told.reading, policy, before.received_at.date(), seen)
        again = now.id in anew and is_whole(later.reading)
        whole = scanned_again(told.reading, later.reading) if again else joined(told.reading, later.reading, spoiled)
        told = with_edits(after_joining(whole, told.withdrawn, later, fresh), here)
        masking = together(masking, kept.masking)
    return told, came, masking


def edited_alone(session: Session, case: Case, packet: Packet, kept: Kept) -> Reading:
    """What a packet that is a case of its own says by itself, as people corrected it."""
    return with_edits(Told(kept.reading), edits_of(session, packet, case)[1]).reading


def together(ones: Sequence[Finding], others: Sequence[Finding]) -> tuple[Finding, ...]:
    """Of two packets' findings by one check the one that asks for more: a doubt, then whatever was painted, then nothing."""
    worst: dict[str, Finding] = {}
    for finding in (*ones, *others):
        before = worst.setdefault(finding.check, finding)
        if _asks(finding) > _asks(before):
            worst[finding.check] = finding
    return tuple(worst.values())


def _asks(finding: Finding) -> tuple[bool, bool]:
    return finding.verdict is not Verdict.PASS, finding.result != "none"


def each_on_its_day(
    findings_on: Callable[[date], Sequence[Finding]], today: date, came: Mapping[str, date]
) -> list[Finding]:
    """The findings of `today`, but of each document those of the day it `came`: on all that is said now, of that day."""
    days = {_OF_A_DAY[document]: day for document, day in came.items()}
    by_day = {day: {each.check: each for each in findings_on(day)} for day in {today, *days.values()}}
    return [by_day[days.get(check, today)].get(check, found) for check, found in by_day[today].items()]


def spoiled_orders(whole: Reading, policy: Policy, day: date, seen: frozenset[str]) -> frozenset[str] | None:
    """Serials of the money orders that were no good on the day they came; None where all of it was a wrong means.

    Such orders go back to the requester, so a later order stands in their place and is not added to them.
    """
    papers = Papers(whole)
    instruments = papers.instruments()
    terms = fee_terms(policy.fee, papers.kinds().value or frozenset(), sent=instruments.present)
    means = papers.means()
    if terms.means is not None and means and not means <= terms.means:
        return None
    spent = {plain_serial(serial) for serial in seen}
    return frozenset(
        order.serial
        for order in instruments.value or ()
        if order.payee_filled
        or order.serial in spent
        or (order.issued_on is not None and last_good_day(order.issued_on, terms.validity_months) < day)
    )
