"""What the evidence page's template and its scripts are given: words by code, and places by number."""

from typing import Any

from tasks.case.field_words import FIELDS
from tasks.case.paper_words import MARKS, PAGES
from tasks.case.progress import Wait, takes_supplements
from tasks.case.roles import EDITS_EVIDENCE
from tasks.case.state import state_from
from tasks.case.words import Verdict
from tasks.desk import findings_shown, history_shown
from tasks.desk.evidence import Evidence
from tasks.desk.field_choices import CHOICES, NOT_EDITED
from tasks.desk.fields_shown import grouped, newest_edits
from tasks.desk.held_shown import held_words
from tasks.desk.page_pictures import DENSITIES, THUMB
from tasks.desk.pages import translations
from tasks.desk.script_words import WORDS
from tasks.desk.signed_in import SignedIn
from tasks.wiring import House


def words_for_page(house: House, evidence: Evidence, person: SignedIn) -> dict[str, Any]:
    """The case's parts in the order and grouping of the page."""
    policy, edits = house.policy_of(evidence.case), newest_edits(evidence.edits)
    company = policy.company.name_ja if person.language == "ja" else policy.company.name_en
    findings = findings_shown.shown(evidence.findings)
    return {
        "company": company,
        "findings": findings,
        "in_question": sum(each.finding.verdict is not Verdict.PASS for each in findings),
        "groups": grouped(evidence.fields, evidence.findings, edits),
        "not_there": [edit for edit in edits.values() if edit.value is None and edit.name not in evidence.fields],
        "happened": history_shown.told(evidence.events),
        "wait": evidence.coming if isinstance(evidence.coming, Wait) else None,
        "languages": policy.language.letters,
        "takes_language": takes_supplements(state_from(evidence.events)),
        "orders_open": [each.order.number for each in evidence.orders if each.may_be_recorded and each.order.is_open],
        "thumb": THUMB,
        **held_words(policy, evidence),
    }


def facts_for_scripts(evidence: Evidence, person: SignedIn) -> dict[str, Any]:
    """What the scripts need and cannot read off the page; it stands in an attribute, as JSON."""
    words, language = translations(person.language), person.language
    return {
        "number": evidence.case.number,
        "csrf": person.csrf,
        "me": person.handle,
        "language": language,
        "evidence": evidence.digest,
        "asking": evidence.offer.wait.key if evidence.offer.wait else "",
        "densities": [dpi for dpi in DENSITIES if dpi != THUMB],
        "edits": person.has(*EDITS_EVIDENCE),
        "pages": [
            {"kind": PAGES[page.kind].in_(language), "rotation": page.rotation, "marks": page.redactions}
            for _, page in evidence.pages
        ],
        "fields": {
            field.name: {"page": field.page, "poly": field.poly, "value": field.value, "code": field.normalized}
            for field in evidence.fields.values()
        },
        "findings": [
            [place.model_dump(mode="json") for place in each.finding.evidence]
            for each in findings_shown.shown(evidence.findings)
        ],
        "reasons": {code: said.in_(language) for code, said in MARKS.items()},
        "names": {name: said.in_(language) for name, said in FIELDS.items() if name not in NOT_EDITED},
        "choices": {
            name: {"many": many, "options": [[code, said.in_(language)] for code, said in options.items()]}
            for name, (many, options) in CHOICES.items()
        },
        "words": {key: words.get(text, text) for key, text in WORDS.items()},
    }
