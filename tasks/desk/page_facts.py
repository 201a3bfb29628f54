"""What the evidence page's template and its scripts are given: words by code, and places by number."""

from typing import Any

from tasks.case.progress import Wait
from tasks.case.roles import EDITS_EVIDENCE
from tasks.case.words import Verdict
from tasks.desk import answer_words, case_words, field_words, finding_words, history_words
from tasks.desk.evidence import Evidence
from tasks.desk.fields_shown import grouped, newest_edits
from tasks.desk.page_pictures import DENSITIES, THUMB
from tasks.desk.pages import translations
from tasks.desk.script_words import WORDS
from tasks.desk.signed_in import SignedIn
from tasks.wiring import House

_TABLES = {
    "kinds": case_words.KINDS,
    "steps": case_words.STEPS,
    "stages": case_words.STAGES,
    "roles": case_words.ROLES,
    "duties": case_words.DUTIES,
    "page_words": case_words.PAGES,
    "verdicts": case_words.VERDICTS,
    "letter_words": case_words.LETTERS,
    "places": case_words.PLACES,
    "field_names": field_words.FIELDS,
    "choices": answer_words.OPTIONS,
}
_CORRECTED = ("correction", "suspend_erase", "stop_provision")


def words_for_page(house: House, evidence: Evidence, person: SignedIn) -> dict[str, Any]:
    """The tables of words, and the case's parts in the order and grouping of the page."""
    policy, edits = house.policy_of(evidence.case), newest_edits(evidence.edits)
    company = policy.company.name_ja if person.language == "ja" else policy.company.name_en
    findings = finding_words.shown(evidence.findings)
    return _TABLES | {
        "company": company,
        "findings": findings,
        "in_question": sum(each.finding.verdict is not Verdict.PASS for each in findings),
        "groups": grouped(evidence.fields, evidence.findings, edits),
        "not_there": [edit for edit in edits.values() if edit.value is None and edit.name not in evidence.fields],
        "happened": history_words.told(evidence.events),
        "wait": evidence.coming if isinstance(evidence.coming, Wait) else None,
        "takes_correction": any(kind in _CORRECTED for kind in evidence.case.kinds) and not evidence.closed,
        "thumb": THUMB,
    }


def facts_for_scripts(evidence: Evidence, person: SignedIn) -> dict[str, Any]:
    """What the scripts need and cannot read off the page; it stands in an attribute, as JSON."""
    words = translations(person.language)

    def said(text: str) -> str:
        return words.get(text, text)

    return {
        "number": evidence.case.number,
        "csrf": person.csrf,
        "me": person.handle,
        "language": person.language,
        "evidence": evidence.digest,
        "asking": evidence.offer.wait.key if evidence.offer.wait else "",
        "densities": [dpi for dpi in DENSITIES if dpi != THUMB],
        "edits": person.has(*EDITS_EVIDENCE),
        "pages": [
            {"kind": said(case_words.PAGES[page.kind]), "rotation": page.rotation, "marks": page.redactions}
            for _, page in evidence.pages
        ],
        "fields": {
            field.name: {"page": field.page, "poly": field.poly, "value": field.value, "code": field.normalized}
            for field in evidence.fields.values()
        },
        "findings": [
            [place.model_dump(mode="json") for place in each.finding.evidence]
            for each in finding_words.shown(evidence.findings)
        ],
        "reasons": {code: said(text) for code, text in case_words.REASONS.items()},
        "names": {n: said(text) for n, text in field_words.FIELDS.items() if n not in field_words.NOT_EDITED},
        "choices": {
            name: {"many": many, "options": [[code, said(text)] for code, text in options.items()]}
            for name, (many, options) in field_words.CHOICES.items()
        },
        "words": {key: said(text) for key, text in WORDS.items()},
    }
