"""Reads a packet: every page turned upright and read, each told what it is, and the fields taken from each kind.

Whose an identity document is shows in its name: it is held against the names on the form. One kind of document in a
packet is one document, its pages front and back, unless their names differ.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from difflib import SequenceMatcher
from itertools import groupby

from tasks.case.matching import Match, match_names, normalize_name
from tasks.case.words import Field, Page, PageKind, Reading, TextLine
from tasks.engines.image_files import PageImage
from tasks.read.agree import repaired
from tasks.read.authority_fields import authority_fields, authority_page
from tasks.read.card_fields import CARD_PAGES, card_fields
from tasks.read.found import Found
from tasks.read.kinds import tell_kinds
from tasks.read.letters import sender_fields, with_letters
from tasks.read.money_fields import money_fields
from tasks.read.own_papers import authority_of, fields_of_form, one_person, printed_for, told_by_code, unticked_lines
from tasks.read.prescribed_fields import slip_fields
from tasks.read.register_fields import resident_record_fields
from tasks.read.repair import in_passport
from tasks.read.second_form import second_form
from tasks.read.upright_pages import ReadPage, read_upright

K = PageKind
_ALIKE = 0.6  # likeness of a name from which a document is somebody's
_ALIKE_IN_LATIN = 0.75  # in the Latin letters of a passport


def read_packet(pages: Sequence[PageImage], pool: Executor | None = None) -> Reading:
    """What stands in a packet. With a `pool` its processes read the pages side by side; else this process does."""
    each: Callable[..., Iterable[ReadPage]] = pool.map if pool else map
    told = [told_by_code(page) for page in tell_kinds(list(each(read_upright, pages)))]
    read = with_letters(told)
    return Reading(pages=tuple(_page(page) for page in read), fields=read_fields(read))


def _page(page: ReadPage) -> Page:
    height, width = page.image.image.shape[:2]
    silent = unticked_lines(page)
    lines = (
        TextLine(
            text=line.text,
            poly=page.upright.to_poly(line.box),
            confidence=round(line.confidence, 3),
            starts=tuple(round(start, 4) for start in line.starts),
        )
        for line in page.layout.lines
        if line not in silent
    )
    return Page(
        index=page.image.index,
        source=page.image.source,
        kind=page.kind,
        confidence=page.confidence,
        rotation=page.upright.rotation,
        width=width,
        height=height,
        skew=page.upright.skew,
        sheet=page.upright.sheet,
        lines=tuple(lines),
    )


def read_fields(pages: Sequence[ReadPage]) -> dict[str, Field]:
    """The fields of all pages by name; of one name found twice the earlier page's counts."""
    form = _form(pages) or _merged(
        sender_fields(pages)
    )  # where no form came a covering letter says who sent the papers
    has_agent = "agent.name" in form or "agent.relation" in form or any(p.kind in {K.POA, K.KOKEN_TOKI} for p in pages)
    relation = form["agent.relation"].normalized if "agent.relation" in form else None
    fields = dict(form)
    proof = authority_page(pages, relation, has_agent=has_agent)
    proven = authority_of(proof) if proof and proof.code else authority_fields(pages, relation, has_agent=has_agent)
    fields |= _merged(proven)
    fields |= _identity(pages, form, proof, has_agent=has_agent)
    fields |= _merged([*money_fields(pages), *printed_for(pages)])
    fields = _merged(each for page in pages for each in slip_fields(page)) | fields
    return {name: each.as_field() for name, each in repaired(fields).items()}


def _form(pages: Sequence[ReadPage]) -> dict[str, Found]:
    """The fields of all pages of the form; of its list of kinds the page counts on which something is ticked."""
    found = [each for page in pages if page.kind is K.REQUEST_FORM for each in fields_of_form(page)]
    found += second_form(found)
    found.sort(key=lambda each: each.name == "request.kinds" and not each.normalized)
    return one_person(_merged(found), found)


def _merged(fields: Iterable[Found]) -> dict[str, Found]:
    merged: dict[str, Found] = {}
    for each in fields:
        merged.setdefault(each.name, each)
    return merged


def _identity(
    pages: Sequence[ReadPage], form: dict[str, Found], proof: ReadPage | None, *, has_agent: bool
) -> dict[str, Found]:
    """The fields of the person's and the agent's documents; a third document of one person adds nothing."""
    person, agent, kana = (
        form[name].value.text if name in form else "" for name in ("person.name", "agent.name", "person.kana")
    )
    fields: dict[str, Found] = {}
    told = [
        (*_whose(document, person, agent, kana, has_agent=has_agent), document) for document in _documents(pages, proof)
    ]
    for role, _, document in sorted(
        told, key=lambda each: -each[1]
    ):  # the surest first: the rest is for whom none is left
        if not role:
            role = "id" if "agent_id.kind" in fields else "agent_id"  # noqa: PLW2901
        other = "agent_id" if role == "id" else "id"
        if has_agent and _is_another(fields, role, _name_on(document)) and f"{other}.kind" not in fields:
            role = other  # noqa: PLW2901  # two documents of two people: the second is not the first one's again
        read = _document_fields(document, role, agent if role == "agent_id" else person)
        if f"{role}.kind" not in fields:
            fields |= _merged(read)
    if proof is not None and proof.kind is K.JUMINHYO and "id.kind" not in fields:
        own = _merged(resident_record_fields(proof, "id", person))
        fields |= own if "id.name" in own else {}  # the record that proves the parent shows the child as well
    return fields


def _is_another(fields: dict[str, Found], role: str, name: str) -> bool:
    """Whether a role has a document already, of somebody with another name."""
    own = fields.get(f"{role}.name")
    return own is not None and bool(name) and match_names(own.value.text, name) is Match.MISMATCH


def _documents(pages: Sequence[ReadPage], proof: ReadPage | None) -> list[list[ReadPage]]:
    """The pages of each identity document: neighbours of one kind together, parted where another name begins."""
    wanted = [
        p
        for p in pages
        if p.kind in CARD_PAGES or (p.kind is K.JUMINHYO and (proof is None or p.kind is not proof.kind))
    ]
    documents: list[list[ReadPage]] = []
    for _, group in groupby(wanted, key=lambda page: page.kind):
        documents.extend(_parted(list(group)))
    return documents


def _parted(pages: list[ReadPage]) -> list[list[ReadPage]]:
    parts: list[list[ReadPage]] = []
    named = ""
    for page in pages:
        name = _name_on([page])
        if parts and not (name and named and match_names(name, named) is Match.MISMATCH):
            parts[-1].append(page)
        else:
            parts.append([page])
        named = name or named
    return parts


def _name_on(pages: list[ReadPage]) -> str:
    names = [each.value.text for each in card_fields(pages, "id") if each.name == "id.name"]
    return names[0] if names else ""


def _whose(document: list[ReadPage], person: str, agent: str, kana: str, *, has_agent: bool) -> tuple[str, float]:
    """`id` or `agent_id` by the name on the document, and how sure that is, 0..1; "" where the name does not tell."""
    if not has_agent:
        return "id", 1.0
    latin = re.sub(r"[^A-Z]", "", _name_on(document).upper().replace("0", "O"))
    if latin and kana:
        like = SequenceMatcher(None, latin, in_passport(kana)).ratio()
        return ("id", like) if like >= _ALIKE_IN_LATIN else ("agent_id", 1.0 - like)
    text = normalize_name("".join(line.text for page in document for line in page.layout.lines))
    likeness = {
        "id": _likeness(_name_on(document), text, person),
        "agent_id": _likeness(_name_on(document), text, agent),
    }
    best = max(likeness, key=likeness.__getitem__)
    told = likeness[best] >= _ALIKE and likeness["id"] != likeness["agent_id"]
    return (best, likeness[best]) if told else ("", 0.0)


def _likeness(name: str, text: str, wanted: str) -> float:
    """1.0 for the same name, less for one like it, 0.9 where the name stands anywhere on the document."""
    if not wanted:
        return 0.0
    if normalize_name(wanted) in text:
        return 1.0 if match_names(name, wanted) is Match.EXACT else 0.9
    return SequenceMatcher(None, normalize_name(name), normalize_name(wanted)).ratio() if name else 0.0


def _document_fields(document: list[ReadPage], role: str, holder: str) -> list[Found]:
    if document[0].kind is K.JUMINHYO:
        return [each for page in document for each in resident_record_fields(page, role, holder)]
    return card_fields(document, role)
