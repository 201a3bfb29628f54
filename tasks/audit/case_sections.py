"""The tables of one case's record: what came, how it was checked, who did and saw what, what went out, every event."""

from collections.abc import Iterable

from tasks.audit.case_record import CaseRecord
from tasks.audit.lines import event_row, moment, short
from tasks.audit.page import Section
from tasks.audit.page_words import COLUMNS, DIGESTS, LETTER_STATES, NONE, SECTIONS, SEEN
from tasks.audit.sentences import choices_said, digests
from tasks.audit.words import Language, said
from tasks.case.bilingual import Said, named
from tasks.case.fee_words import MOVES
from tasks.case.field_words import FIELDS
from tasks.case.finding_words import CHECKS, result_words
from tasks.case.happened import EventKind
from tasks.case.question_words import FORMS
from tasks.case.review_words import LETTERS, VERDICTS
from tasks.policy import Policy
from tasks.policy.choosable import chosen_of
from tasks.policy.wording import CHANNELS
from tasks.store.tables import LetterRow

_LOOKS = (EventKind.EVIDENCE_SEEN, EventKind.LETTER_SEEN, EventKind.UNMASKED)


class CaseSections:
    """The sections of one case in one language; `with_reasons` adds what people wrote in their own words."""

    def __init__(self, policy: Policy, record: CaseRecord, language: Language, *, with_reasons: bool) -> None:
        self._policy, self._record, self._language, self._with_reasons = policy, record, language, with_reasons
        self._request = record.request

    def all(self) -> list[Section]:
        """In the order in which a reader wants to know."""
        return [
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
        ]

    def _(self, words: Said) -> str:
        return words.in_(self._language)

    def _section(self, name: str, columns: str, rows: Iterable[Iterable[object]]) -> Section:
        titled = [(each, self._(COLUMNS[each])) for each in columns.split()]
        told = [[str(cell) for cell in row] for row in rows]
        return Section(name, self._(SECTIONS[name]), titled, told, self._(NONE))

    def _packets(self) -> Section:
        language = self._language
        rows = (
            (packet.number, moment(packet.received_at), said(CHANNELS, packet.channel, language), packet.sha256)
            for packet in self._record.packets
        )
        return self._section("packets", "packet when channel digest", rows)

    def _checks(self) -> Section:
        rows = (
            map(self._, (named(CHECKS, f.check), result_words(f.check, f.result), VERDICTS[f.verdict]))
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
                said(FORMS, answer.step, self._language),
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
        """The policy's own words, in its order, and the Act's; a number of our own is told as such by its source."""
        grounds = chosen_of(self._policy, self._request.outcome.grounds)
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
        looks: dict[tuple[str, str], list[str]] = {}
        for event in self._record.events:
            if event.kind in _LOOKS:
                looks.setdefault((event.actor, event.kind), []).append(moment(event.at))
        rows = ((who, self._(SEEN[kind]), len(times), times[0], times[-1]) for (who, kind), times in looks.items())
        return self._section("seen", "who what times first last", rows)

    def _unmasked(self) -> Section:
        rows = (
            [moment(e.at), e.person, self._packet(e.packet_id), e.page + 1, *self._told(e.reason)]
            for e in self._record.unmaskings
        )
        return self._section("unmasked", f"when who packet page{self._reason()}", rows)

    def _field_edits(self) -> Section:
        """A field's page is counted through all packets of the case, as its reader sees them."""
        rows = (
            (moment(e.at), e.person, e.page + 1, said(FIELDS, e.name, self._language)) for e in self._record.field_edits
        )
        return self._section("fields", "when who page field", rows)

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


def _state(letter: LetterRow) -> str:
    if letter.withdrawn:
        return "withdrawn"
    if letter.by_hand:
        return "by_hand"
    return "written" if letter.sha256 else "numbered"
