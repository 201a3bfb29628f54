"""Lays the record of one case out for a reader: what was asked, how it was checked, who did what, and what went out."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from tasks.audit.case_record import CaseRecord
from tasks.audit.chain_state import ChainState, chain_notice
from tasks.audit.check_words import CHECKS, RESULTS, VERDICTS
from tasks.audit.page import Notice, Page, Section
from tasks.audit.page_words import (
    COLUMNS,
    DECIDED,
    DIGESTS,
    EXPORTED,
    FACTS,
    LETTER_STATES,
    NONE,
    RECORD,
    SECTIONS,
    SEEN,
    WITH_REASONS,
    WITHOUT_REASONS,
)
from tasks.audit.request_ledger import due_on, identity_said, result_said
from tasks.audit.sentences import choices_said, digests, sentence
from tasks.audit.words import FIELDS, LETTERS, MOVES, STEPS, Language, listed, said
from tasks.policy.wording import CHANNELS, SHORT_KINDS, Words
from tasks.store.events import EventKind
from tasks.store.tables import EventRow, LetterRow
from tasks.wiring import House

_SHORT = 12  # digits of a digest beside a sentence; the annex has them all
_LOOKS = (EventKind.EVIDENCE_SEEN, EventKind.LETTER_SEEN, EventKind.UNMASKED)


class CasePage:
    """The page of one case in one language; `with_reasons` adds what people wrote in their own words."""

    def __init__(
        self,
        house: House,
        record: CaseRecord,
        chain: ChainState,
        language: Language,
        *,
        with_reasons: bool,
        person: str,
    ) -> None:
        self._house, self._record, self._chain, self._language = house, record, chain, language
        self._with_reasons, self._person = with_reasons, person
        self._request, self._case = record.request, record.request.case

    def page(self) -> Page:
        """All of it."""
        notice = WITH_REASONS if self._with_reasons else WITHOUT_REASONS
        return Page(
            self._(RECORD),
            self._case.number,
            f"{self._(RECORD)} · {self._case.number} · {self._exported()}",
            self._facts(),
            [chain_notice(self._chain, self._language), Notice(self._(notice))],
            [
                self._packets(),
                self._checks(),
                self._answers(),
                self._grounds(),
                self._letters(),
                self._fees(),
                self._seen(),
                self._unmasked(),
                self._field_edits(),
                self._redaction_edits(),
                self._events(),
                self._annex(),
            ],
        )

    def _(self, words: Words) -> str:
        return str(getattr(words, self._language))

    def _exported(self) -> str:
        return self._(EXPORTED).format(at=moment(self._chain.at), person=self._person)

    def _section(self, name: str, columns: str, rows: Iterable[Sequence[object]]) -> Section:
        titled = [(each, self._(COLUMNS[each])) for each in columns.split()]
        told = [[str(cell) for cell in row] for row in rows]
        return Section(name, self._(SECTIONS[name]), titled, told, self._(NONE))

    def _facts(self) -> list[tuple[str, str]]:
        case, outcome, language = self._case, self._request.outcome, self._language
        decided = self._(DECIDED).format(at=moment(outcome.decided_at), person=outcome.decided_by)
        told = {
            "kinds": listed(SHORT_KINDS, case.kinds, language),
            "agent": self._(Words("yes", "はい") if case.by_agent else Words("no", "いいえ")),
            "received": case.received_on,
            "effective": case.effective_on,
            "due": due_on(self._house, self._request),
            "extended": outcome.extended_to,
            "identity": identity_said(self._request, language),
            "policy": f"{case.policy} {case.policy_version}",
            "result": result_said(self._request, language),
            "decided": decided if outcome.decided_at else "",
            "approved": outcome.approved_by,
            "answered": outcome.answered_on,
            "tracking": outcome.tracking,
            "exported": self._exported(),
            "events": f"{self._chain.events:,}",
            "anchor": self._chain.anchored,
            "head": self._chain.head,
        }
        return [(self._(FACTS[name]), str(text or said({}, None, language))) for name, text in told.items()]

    def _packets(self) -> Section:
        language = self._language
        rows = (
            (packet.number, moment(packet.received_at), said(CHANNELS, packet.channel, language), packet.sha256)
            for packet in self._record.packets
        )
        return self._section("packets", "packet when channel digest", rows)

    def _checks(self) -> Section:
        language = self._language
        rows = (
            (said(CHECKS, f.check, language), said(RESULTS, f.result, language), said(VERDICTS, f.verdict, language))
            for f in self._request.findings
        )
        return self._section("checks", "check result verdict", rows)

    def _answers(self) -> Section:
        """The answers with the evidence that the person saw; the reasons only where they were asked for."""
        evidence = {
            (event.facts.get("step"), event.facts.get("attempt")): short(str(event.facts.get("evidence") or ""))
            for event in self._request.events
            if event.kind == EventKind.ANSWERED
        }
        rows = [
            [
                moment(answer.answered_at),
                answer.person,
                said(STEPS, answer.step, self._language),
                choices_said(answer.choices, self._language),
                evidence.get((answer.step, answer.attempt), ""),
                *([answer.reason] if self._with_reasons else []),
            ]
            for answer in self._record.answers
        ]
        return self._section("answers", f"when who step answer evidence{self._reason()}", rows)

    def _reason(self) -> str:
        return " reason" if self._with_reasons else ""

    def _grounds(self) -> Section:
        """The policy's own words, in its order; a number of our own is told as such by its source."""
        chosen = set(self._request.outcome.grounds)
        grounds = (each for each in self._house.policy_of(self._case).ground if each.number in chosen)
        japanese = self._language == "ja"
        rows = ((each.number, each.text_ja if japanese else each.text, each.source) for each in grounds)
        return self._section("grounds", "ground text source", rows)

    def _letters(self) -> Section:
        rows = (
            (
                letter.number,
                said(LETTERS, letter.kind, self._language),
                letter.written_on,
                self._(LETTER_STATES[_state(letter)]),
                letter.sha256,
            )
            for letter in self._request.letters
        )
        return self._section("letters", "letter kind written state digest", rows)

    def _fees(self) -> Section:
        rows = (
            (e.on, e.instrument, said(MOVES, e.move.value, self._language), f"{e.amount_yen:,}", e.by)
            for e in self._request.fees
        )
        return self._section("fees", "on instrument move yen who", rows)

    def _seen(self) -> Section:
        looks: dict[tuple[str, str], list[datetime]] = {}
        for event in self._record.events:
            if event.kind in _LOOKS:
                looks.setdefault((event.actor, event.kind), []).append(event.at)
        rows = (
            (who, self._(SEEN[kind]), len(times), moment(times[0]), moment(times[-1]))
            for (who, kind), times in looks.items()
        )
        return self._section("seen", "who what times first last", rows)

    def _unmasked(self) -> Section:
        rows = (
            [moment(e.at), e.person, self._packet(e.packet_id), e.page + 1, *self._told(e.reason)]
            for e in self._record.unmaskings
        )
        return self._section("unmasked", f"when who packet page{self._reason()}", rows)

    def _field_edits(self) -> Section:
        rows = (
            (moment(e.at), e.person, self._packet(e.packet_id), e.page + 1, said(FIELDS, e.name, self._language))
            for e in self._record.field_edits
        )
        return self._section("fields", "when who packet page field", rows)

    def _redaction_edits(self) -> Section:
        rows = (
            [
                moment(e.at),
                e.person,
                self._packet(e.packet_id),
                e.page + 1,
                f"{len(e.before)} → {len(e.after)}",
                *self._told(e.reason),
            ]
            for e in self._record.redaction_edits
        )
        return self._section("redactions", f"when who packet page boxes{self._reason()}", rows)

    def _told(self, reason: str) -> list[str]:
        return [reason] if self._with_reasons else []

    def _packet(self, packet_id: int) -> str:
        return next((packet.number for packet in self._record.packets if packet.id == packet_id), "")

    def _events(self) -> Section:
        rows = (event_row(event, self._language) for event in self._record.events)
        return self._section("events", "event when what policy digest", rows)

    def _annex(self) -> Section:
        rows = []
        for event in self._record.events:
            rows.append((event.id, self._(DIGESTS["event"]), event.digest))
            rows += [(event.id, said(DIGESTS, each.what, self._language), each.value) for each in digests(event)]
        return self._section("annex", "event of digest", rows)


def event_row(event: EventRow, language: Language) -> tuple[object, ...]:
    """One event as a line of a table: number, moment, sentence, policy, short digest."""
    policy = str(event.facts.get("policy") or "")
    return event.id, moment(event.at), sentence(event, language), policy, short(event.digest)


def short(digest: str) -> str:
    """The first digits of a digest."""
    return f"{digest[:_SHORT]}…" if digest else ""


def moment(at: datetime | None) -> str:
    """A moment as people write it, to the second; "" for none."""
    return f"{at:%Y-%m-%d %H:%M:%S}" if at else ""


def _state(letter: LetterRow) -> str:
    if letter.withdrawn:
        return "withdrawn"
    if letter.by_hand:
        return "by_hand"
    return "written" if letter.sha256 else "numbered"
