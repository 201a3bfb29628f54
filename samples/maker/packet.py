"""One sample packet before it is scanned, and what its answer sheet says of the papers in it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from maker.cards import Licence
from maker.english import EnglishRequest
from maker.exports import Mail, WebForm
from maker.forms import Request
from maker.papers import MoneyOrder
from maker.people import Person
from maker.sheet import Sheet

RECEIVED_ON = date(2026, 11, 20)
READY = ["ready_for_decision", "needs_person"]
UNSAID = ["needs_person"]  # the policy is silent on what is checked, so a person looks
PASSED = {"form.complete": ["ok"], "form.kind": ["ok"]}
ASKED = {"form.kind": ["ok"]}
VALID = date(2029, 3, 14)


@dataclass
class Packet:
    """One packet before it is scanned; `turns`: by page, the degrees clockwise that make it upright again.

    `sheets` of a mail or a web form are its attachments; its own text is the page before them. `after` names the sample
    whose case it joins. `parts` are the packets of a batch, in the order in which they were scanned.
    """

    sheets: list[Sheet]
    fields: dict[str, str]
    disposition: list[str]
    findings: dict[str, list[str]]
    people: dict[str, Any]
    end: dict[str, Any]
    shape: str = "pdf"  # pdf, tiff, folder, locked, eml, json, batch
    turns: dict[int, int] = field(default_factory=dict)
    policy: str = "rococo"
    after: str = ""
    wave: int = 1
    message: Mail | WebForm | None = None
    parts: Sequence["Packet"] = ()

    @property
    def channel(self) -> str:
        """How it came: by post, by e-mail or through the web form."""
        return {"eml": "email", "json": "web"}.get(self.shape, "post")


def form_fields(request: Request | EnglishRequest, day: date | None = None) -> dict[str, str]:
    """What stands on the form."""
    fields = {"request.kinds": ",".join(sorted(request.kinds)), "request.date": (day or request.day).isoformat()}
    fields |= person_fields(request.person, kana=isinstance(request, Request))
    if isinstance(request, Request) and request.agent:
        fields |= {
            "agent.name": request.agent.name,
            "agent.address": request.agent.address,
            "agent.relation": request.relation,
        }
    return fields


def person_fields(person: Person, *, kana: bool = True) -> dict[str, str]:
    """Who asks."""
    return {
        "person.name": person.name,
        **({"person.kana": person.kana} if kana else {}),
        "person.postcode": person.postcode,
        "person.address": person.address,
        "person.birth_date": person.birth_date.isoformat(),
        "person.phone": person.phone,
        "person.email": person.email,
    }


def id_fields(role: str, kind: str, holder: Person, expires_on: date | None = None, **other: str) -> dict[str, str]:
    """What stands on an identity document; `other`: the parts that differ from its holder's name and address."""
    fields = {
        f"{role}.kind": kind,
        f"{role}.name": other.get("name", holder.name),
        f"{role}.address": other.get("address", holder.address),
        f"{role}.birth_date": holder.birth_date.isoformat(),
    }
    return fields | ({f"{role}.expires_on": expires_on.isoformat()} if expires_on else {})


def licence_fields(role: str, licence: Licence) -> dict[str, str]:
    """What stands on a licence."""
    return id_fields(role, "licence", licence.holder, licence.expires_on)


def fee_fields(*orders: MoneyOrder) -> dict[str, str]:
    """What the money orders say."""
    listed = ";".join(f"{each.serial}:{each.amount}:{each.issued_on.isoformat()}" for each in orders)
    return {"fee.total": str(sum(each.amount for each in orders)), "fee.instruments": listed}


def order(number: int, amount: int, month: int = 11, day: int = 10, **other: str) -> MoneyOrder:
    """The money order of that number, always the same one."""
    dice = random.Random(900 + number)
    serial = f"{dice.randrange(10000, 99999)}-{dice.randrange(100000, 999999)}"
    return MoneyOrder(serial, amount, date(2026, month, day), **other)


def decide(**choices: Any) -> dict[str, Any]:
    """People who find the papers sound, and decide."""
    return {"confirm_reading": "sound", "decide": {"grounds": [], "reason": "", **choices}}


def deficient(letters: list[str] | None = None) -> tuple[dict[str, Any], dict[str, Any]]:
    """People who release the letter that asks for what is missing, and the end: the requester must act."""
    people = {"confirm_reading": "sound", "deficiency": {"action": "release"}}
    return people, {"stage": "awaiting_requester", "letters": letters or ["deficiency"]}


def closed(*letters: str, language: str = "ja") -> dict[str, Any]:
    """The end of a case that was answered, in the language of its request."""
    return {"stage": "closed", "letters": list(letters), "language": language}
