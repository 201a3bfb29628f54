"""Checks a case anew with a supplement: everything that came for it, held together against the policy."""

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from tasks.case.fee import last_good_day, plain_serial
from tasks.case.supplement import joined
from tasks.case.words import Finding, Reading, Verdict
from tasks.check.check_packet import check_packet
from tasks.check.earlier import earlier_requests
from tasks.check.evidence import Papers
from tasks.check.fee_checks import fee_terms
from tasks.policy import Policy
from tasks.store.cases import newest_packet_id, packets_of
from tasks.store.packets import findings_of, seen_serials
from tasks.store.sealed import REDACTION
from tasks.store.tables import Case, Packet
from tasks.wiring import House

_OF_A_DAY = {"identity.validity": "id.kind", "agent.identity": "agent_id.kind", "agent.authority": "authority.kind"}


class Kept(NamedTuple):
    """What the stages before left of one packet: what was read, and their findings on masking."""

    reading: Reading
    masking: tuple[Finding, ...]


def kept_of(house: House, number: str) -> Kept:
    """What was read and painted of a packet."""
    kept = json.loads(house.sealed.get(number, REDACTION))
    masking = [kept["masking"], *kept.get("masking_more", [])]
    return Kept(Reading.model_validate(kept["reading"]), tuple(Finding.model_validate(each) for each in masking))


def check_whole_case(
    house: House, session: Session, case: Case, packet: Packet, own: Kept
) -> tuple[Reading, list[Finding]]:
    """What the case says with this packet, which has not joined yet, and the findings on all of it.

    Each paper is held against the day it came: what was valid when it arrived does not expire while a case waits.
    """
    policy, packets = house.policy_of(case), packets_of(session, case)
    seen = seen_serials(session, [each.id for each in (*packets, packet)])
    first, *later = [kept_of(house, each.number) for each in packets]
    whole, masking = first
    for before, kept in zip(packets, (*later, own), strict=True):
        whole = joined(whole, kept.reading, spoiled_orders(whole, policy, before.received_at.date(), seen))
        masking = together(masking, kept.masking)
    earlier = findings_of(session, newest_packet_id(session, case))
    day = packet.received_at.date()
    others = earlier_requests(session, case.policy, day, but=case.id)
    findings = check_packet(whole, policy, day, masking, seen, channel=packets[0].channel, earlier=others)
    return whole, still_sound(findings, earlier, own.reading)


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


def still_sound(findings: Sequence[Finding], before: Sequence[Finding], own: Reading) -> list[Finding]:
    """The findings, but a paper that was sound on the day it came stays so unless it was replaced."""
    sound = {finding.check: finding for finding in before if finding.verdict is Verdict.PASS}
    return [
        sound[each.check]
        if each.check in sound and each.check in _OF_A_DAY and _OF_A_DAY[each.check] not in own.fields
        else each
        for each in findings
    ]


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
