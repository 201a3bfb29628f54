"""What a letter says in the company's own words: who signs, what it uses data for, what follows, and to whom to complain.

Each in the letter's language, `ja` or `en`. What the company has published in the other one only is said in that: better a
word in a foreign language than none, or than one of ours.
"""

from tasks.case.bilingual import Said
from tasks.case.letters import ComplaintBody, LetterKind, PurposeGroup, Sender
from tasks.case.reply import LetterDue
from tasks.policy import Policy
from tasks.policy.terms import stated

_DESK = Said("Personal Information Desk", "個人情報お問い合わせ窓口")  # ours, where the company named no desk


def sender(policy: Policy, language: str) -> Sender:
    """Who signs, and where answers go; what the company has not published stays away."""
    contact = policy.contact
    desk = _stated_in(language, contact.desk_en, contact.desk_ja) or _DESK.in_(language)
    department, _, responsible = desk.replace("（", "(").removesuffix("）").removesuffix(")").partition("(")
    address = _stated_in(language, contact.address_en, contact.address_ja) or ""
    postcode = stated(contact.postcode)
    return Sender(
        company=Said(policy.company.name_en, policy.company.name_ja).in_(language),
        department=department.strip(),
        responsible=responsible or department.strip(),
        postcode=None if postcode and postcode in address else postcode,  # an English address may end with it
        address=(address,) if language == "en" and address else tuple(address.split()),
        phone=stated(contact.phone),
        fax=stated(contact.fax),
        email=stated(contact.email),
        hours=_hours(contact.hours, language),
    )


def _stated_in(language: str, english: str, japanese: str) -> str | None:
    said = Said(english, japanese)
    return stated(said.in_(language)) or stated(said.in_("en" if language == "ja" else "ja"))


def _hours(hours: str, language: str) -> str | None:
    if hours == "unspecified":
        return None
    return Said("–", "〜").in_(language).join(part.removeprefix("0") for part in hours.split("-"))


def prevailing(policy: Policy, language: str) -> str:
    """The language of the company's text that goes before the one the letter is in; "" where the company has not said."""
    prevails = stated(policy.language.prevails) or ""
    return "" if prevails == language else prevails


def purposes(policy: Policy, language: str) -> tuple[PurposeGroup, ...]:
    """What each category of data is used for, as published."""
    if language == "en":
        return tuple(PurposeGroup(group.category_en, group.purposes_en) for group in policy.purpose)
    return tuple(PurposeGroup(group.category_ja, group.purposes_ja) for group in policy.purpose)


def self_service(policy: Policy, language: str) -> tuple[str, ...]:
    """What a person can do alone, as published."""
    return policy.requests.self_service if language == "en" else policy.requests.self_service_ja


def consequences(policy: Policy, due: LetterDue, language: str) -> tuple[str, ...]:
    """What the company says follows from a correction or suspension, in the letter that says it was done."""
    done = due.kind in (LetterKind.CORRECTION_DONE, LetterKind.SUSPENSION_DONE)
    told = _stated_in(language, policy.requests.consequences_notice_en, policy.requests.consequences_notice_ja)
    return (told,) if done and told and set(due.answers) & set(policy.requests.consequences_kinds) else ()


def complaint_body(policy: Policy, language: str) -> ComplaintBody | None:
    """The accredited body that the company names first; None where it names none."""
    if not policy.complaint:
        return None
    body = policy.complaint[0]
    name, desk = Said(body.name_en, body.name_ja), Said(body.desk_en, body.desk_ja)
    return ComplaintBody(name.in_(language), body.phone, desk.in_(language), stated(body.toll_free) or "")


def promise(policy: Policy, due: LetterDue, language: str) -> str:
    """When the company says it answers, for the kinds that it says it of; "" where it has published nothing."""
    kinds = set(policy.reply.promise_kinds)
    said = _stated_in(language, policy.reply.promise_text_en, policy.reply.promise_text_ja)
    return said or "" if not kinds or kinds & set(due.answers) else ""
