"""Packets: who sends what, what is wrong with it, and what every check must therefore find."""

import random
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tests.bench.reading import cards, forms, registers
from tests.bench.reading.paper import MANNERS, Paper, Pen, Style, page_html
from tests.bench.reading.people import Person, make_person

RECEIVED_ON = date(2026, 11, 20)
STYLES = {
    "tune": Style(0, ("Noto Sans CJK JP", "Noto Serif CJK JP", "TakaoPGothic"), ("kiloji", "Klee One")),
    "report": Style(1, ("VL PGothic", "IPAMincho", "MotoyaLCedar", "MigMix 1P"), ("SetoFont", "Yusei Magic")),
}
SEEDS = {"tune": 20_000, "report": 90_000}


@dataclass
class Packet:
    """One packet: its documents, the truth of its fields, and its findings (absent checks are not judged)."""

    name: str
    papers: list[Paper]
    documents: list[str]
    fields: dict[str, str]
    findings: dict[str, str] = field(default_factory=dict)
    sound: bool = True


@dataclass
class _Plan:
    """What goes into a packet, and what is wrong."""

    fault: str
    agent: str
    identity: str


_FAULTS = (
    "",
    "",
    "",
    "",
    "",
    "",
    "fee_short",
    "id_expired",
    "name_differs",
    "address_differs",
    "id_missing",
    "payee_filled",
    "no_tick",
    "no_date",
)
_AGENT_FAULTS = ("", "", "", "authority_missing", "wrong_scope", "undated", "opposite_certificate")
_IDENTITIES = (
    "licence_old",
    "licence_old",
    "licence_old",
    "licence",
    "juminhyo",
    "juminhyo_masked",
    "my_number",
    "zairyu",
    "tokubetsu_eiju",
    "insurance",
    "eligibility",
    "passport",
    "pension",
)
_DOUBTFUL = ("passport", "pension", "insurance")  # not valid today, without an address, or not listed


def make_packet(which: str, number: int) -> Packet:
    """The packet of that number in that set, always the same."""
    dice = random.Random(SEEDS[which] + number)
    plan = _Plan(
        dice.choice(_FAULTS),
        dice.choice(("", "", "", "delegated", "delegated", "minor", "guardian")),
        dice.choice(_IDENTITIES),
    )
    if plan.agent and dice.random() < 0.4:
        plan.fault = dice.choice(_AGENT_FAULTS)
    return _Maker(dice, STYLES[which], plan, f"{which}-{number:03}").packet()


class _Maker:
    def __init__(self, dice: random.Random, style: Style, plan: _Plan, name: str) -> None:
        self.dice, self.plan = dice, plan
        self.style = style
        self.person = make_person(dice, minor=plan.agent == "minor")
        self.agent = (
            make_person(dice, surname=self.person.surname if plan.agent == "minor" else "") if plan.agent else None
        )
        self.result = Packet(name, [], [], {})

    def packet(self) -> Packet:
        self._form()
        self._identity()
        if self.agent:
            self._authority()
            self._agent_identity()
        self._fee()
        self._others()
        self.result.sound = not self.plan.fault and self._always_sound()
        return self.result

    def _always_sound(self) -> bool:
        return self.plan.identity not in _DOUBTFUL and not self.plan.agent

    def _add(self, paper: Paper, pen: Pen, role: str = "", names: tuple[str, ...] = ()) -> None:
        if self.dice.random() < 0.25 and paper.kind not in ("request_form", "blank"):
            paper.turn = self.dice.choice((90, 180, 270))
        self.result.papers.append(paper)
        self.result.documents.append(page_html(pen, paper))
        if role:
            self.result.fields |= {
                f"{role}.{name}": value for name, value in paper.fields.items() if not names or name in names
            }

    def _pen(self) -> Pen:
        return Pen(self.dice, self.style)

    def _form(self) -> None:
        pen, fault = self._pen(), self.plan.fault
        self.kind = self.dice.choice(("disclosure", "disclosure", "purpose_notice", "correction", "suspend_erase"))
        day = None if fault == "no_date" else RECEIVED_ON - timedelta(days=self.dice.randrange(2, 20))
        kinds = () if fault == "no_tick" else (self.kind,)
        request = forms.Request(
            self.person, kinds, day, self.dice.choice(MANNERS), self.agent, self.plan.agent, self.dice.random() < 0.15
        )
        paper = forms.request_form(pen, request)
        self._add(paper, pen)
        self.result.fields |= {name: value for name, value in paper.fields.items() if value}
        self.result.findings |= {
            "form.kind": "none" if fault == "no_tick" else "ok",
            "form.complete": "missing_date" if fault == "no_date" else "ok",
        }

    def _identity(self) -> None:
        if self.plan.fault == "id_missing":
            self.result.findings["identity.kind"] = "missing"
            return
        holder = self.person
        if self.plan.fault == "name_differs":
            holder = _with(holder, given=make_person(self.dice).given)
        if self.plan.fault == "address_differs":
            holder = _with(holder, address=make_person(self.dice).address)
        expired = self.plan.fault == "id_expired"
        self._document(holder, "id", self.plan.identity if not expired else "licence", expired=expired)
        findings = self.result.findings
        findings["identity.name"] = "mismatch" if self.plan.fault == "name_differs" else "exact"
        findings["identity.address"] = "mismatch" if self.plan.fault == "address_differs" else "exact"
        findings["identity.validity"] = "expired" if expired else "ok"
        if self.plan.identity in _DOUBTFUL and not expired:
            for check in ("name", "address", "validity"):
                findings.pop(f"identity.{check}")

    def _document(self, holder: Person, role: str, sort: str, *, expired: bool = False) -> None:
        dice, pen = self.dice, self._pen()
        until = (
            RECEIVED_ON + timedelta(days=dice.randrange(60, 1500))
            if not expired
            else RECEIVED_ON - timedelta(days=dice.randrange(20, 400))
        )
        card = cards.Card(holder, until, dice.choice(("", "", "whole", "partly", "thinly")))
        fields = {
            "name": holder.name,
            "address": holder.address,
            "birth_date": holder.birth_date.isoformat(),
            "expires_on": until.isoformat(),
        }
        if sort.startswith("juminhyo"):
            others = [make_person(dice, surname=holder.surname) for _ in range(dice.randrange(3))]
            how = dice.choice(("whole", "partly", "thinly", "omitted")) if sort.endswith("masked") else "shown"
            paper = registers.resident_record(
                pen, holder, others, RECEIVED_ON - timedelta(days=30), domicile=how, number=dice.random() < 0.2
            )
            self._add(paper, pen, role)
            return
        if sort.startswith("licence"):
            fronts = [cards.licence(pen, card, domicile=sort.endswith("old"))]
            if dice.random() < 0.5:
                fronts.append(cards.licence_back(pen, card))
            self._add(cards.sheet_of_cards(pen, "licence", fronts, fields | {"kind": "licence"}), pen, role)
        elif sort == "my_number":
            faces = [cards.my_number_card(pen, card)] + (
                [cards.my_number_back(pen, card)] if dice.random() < 0.5 else []
            )
            self._add(
                cards.sheet_of_cards(pen, "my_number_card", faces, fields | {"kind": "my_number_card"}), pen, role
            )
        elif sort in ("zairyu", "tokubetsu_eiju"):
            face = cards.residence_card(pen, card, special=sort == "tokubetsu_eiju")
            self._add(cards.sheet_of_cards(pen, sort, [face], fields | {"kind": sort}), pen, role)
        elif sort in ("insurance", "eligibility"):
            kind = "health_insurance" if sort == "insurance" else "shikaku_kakuninsho"
            face = cards.insurance_card(pen, card, eligibility=sort == "eligibility")
            self._add(cards.sheet_of_cards(pen, kind, [face], fields | {"kind": kind}), pen, role)
        elif sort == "pension":
            self._add(
                cards.sheet_of_cards(
                    pen, "pension_book", [cards.pension_book(pen, card)], {"kind": "pension_book", "name": holder.name}
                ),
                pen,
                role,
            )
        else:
            self._add(
                cards.sheet_of_cards(
                    pen,
                    "passport",
                    [cards.passport(pen, card)],
                    {"kind": "passport", "birth_date": fields["birth_date"]},
                ),
                pen,
                role,
            )

    def _authority(self) -> None:
        assert self.agent is not None
        dice, pen, fault, sort = self.dice, self._pen(), self.plan.fault, self.plan.agent
        result = "ok"
        if fault == "authority_missing":
            result = "missing"
        elif sort == "minor":
            mate = make_person(dice, surname=self.person.surname)
            self._add(
                registers.family_register(
                    pen, self.agent, self.person, mate, RECEIVED_ON - timedelta(days=20), upright=dice.random() < 0.4
                ),
                pen,
                "authority",
                ("kind",),
            )
        elif sort == "guardian":
            opposite = fault == "opposite_certificate"
            result = "wrong_document" if opposite else "ok"
            self._add(
                registers.guardianship(
                    pen, self.person, self.agent, RECEIVED_ON - timedelta(days=20), none_registered=opposite
                ),
                pen,
                "authority",
                ("kind",),
            )
        else:
            day = None if fault == "undated" else RECEIVED_ON - timedelta(days=dice.randrange(4, 30))
            result = {"undated": "undated", "wrong_scope": "wrong_scope"}.get(fault, "ok")
            self._add(
                forms.power_of_attorney(pen, self.person, self.agent, day, scope=fault != "wrong_scope"),
                pen,
                "authority",
            )
        self.result.findings["agent.authority"] = result

    def _agent_identity(self) -> None:
        assert self.agent is not None
        self._document(self.agent, "agent_id", self.dice.choice(("licence", "licence_old", "juminhyo")))

    def _fee(self) -> None:
        due = self.kind in ("disclosure", "purpose_notice") and self.plan.fault != "no_tick"
        if not due:
            if self.plan.fault != "no_tick":
                self.result.findings["fee.amount"] = "not_required"
            return
        dice, pen, fault = self.dice, self._pen(), self.plan.fault
        amounts = {"fee_short": [dice.choice((500, 450, 750))]}.get(fault) or dice.choice(
            ([1000], [500, 500], [750, 250])
        )
        orders = [
            forms.Order(f"{dice.randrange(10000, 99999)}-{dice.randrange(100000, 999999)}", amount, RECEIVED_ON - timedelta(days=dice.randrange(3, 40)),
                        self.person.name if fault == "payee_filled" and i == 0 else "")
            for i, amount in enumerate(amounts)
        ]  # fmt: skip
        paper = forms.money_orders(pen, orders)
        self._add(paper, pen, "fee")
        self.result.findings |= {
            "fee.amount": "short" if fault == "fee_short" else "ok",
            "fee.validity": "payee_filled" if fault == "payee_filled" else "ok",
        }

    def _others(self) -> None:
        dice, pen = self.dice, self._pen()
        if dice.random() < 0.35:
            self._add(forms.envelope(pen, self.person, domicile=dice.random() < 0.2), pen)
        if dice.random() < 0.2:
            self._add(forms.covering_letter(pen, self.person), pen)
        if dice.random() < 0.2:
            self._add(Paper("blank", ""), pen)


def _with(person: Person, **changes: str) -> Person:
    return replace(person, **changes)
