"""To whom a letter goes: the policy says to whose address, and what was not surely read goes to a person."""

from collections.abc import Mapping
from typing import NamedTuple

from tasks.case.errors import AddressUnknown
from tasks.case.letters import Addressee
from tasks.case.matching import Match, match_addresses
from tasks.case.supplement import surely
from tasks.case.words import Field
from tasks.reply.case_file import CaseFile

_UNREAD = "The person's name or address was not read; write this letter by hand."
_NO_ID = "The address on the identity document was not surely read; correct it on the evidence page, or write by hand."


class Direction(NamedTuple):
    """Where a letter goes; `principal`: in whose name the addressee asked, "" where it goes to that person."""

    addressee: Addressee
    principal: str = ""


def directed(file: CaseFile) -> Direction:
    """The addressee by the policy's `reply.to`; AddressUnknown where nobody could be addressed.

    Only `requester` sends the answer of an agent's case to the agent. Where the text is silent it goes to the person: it
    is that person's data, and an agent may keep to himself what is told to him.
    """
    fields, to = file.fields, file.policy.reply.to
    if to == "requester" and file.case.by_agent:
        return Direction(_as_written(fields, "agent"), _as_written(fields, "person").name)
    return Direction(_on_id(fields) if to == "person_address_on_id" else _as_written(fields, "person"))


def _as_written(fields: Mapping[str, Field], role: str) -> Addressee:
    name, address, postcode = (fields.get(f"{role}.{part}") for part in ("name", "address", "postcode"))
    if not name or not address or not name.value.strip() or not address.value.strip():
        raise AddressUnknown(_UNREAD)
    code = (postcode.normalized or postcode.value) if postcode else None
    return Addressee(postcode=code, address=address.value, name=name.value)


def _on_id(fields: Mapping[str, Field]) -> Addressee:
    """The name as written on the request, the address of the document; a postcode only where the form's is of that address."""
    shown, name, written = fields.get("id.address"), fields.get("person.name"), fields.get("person.address")
    if shown is None or not surely(shown) or not shown.value.strip():
        raise AddressUnknown(_NO_ID)
    if name is None or not name.value.strip():
        raise AddressUnknown(_UNREAD)
    same = written is not None and match_addresses(written.value, shown.value) is Match.EXACT
    postcode = fields.get("person.postcode") if same else None
    code = (postcode.normalized or postcode.value) if postcode else None
    return Addressee(postcode=code, address=shown.value, name=name.value)
