"""What a letter says in the company's own words: who signs, what it uses data for, what follows, and to whom to complain."""

from tasks.case.letters import ComplaintBody, LetterKind, PurposeGroup, Sender
from tasks.case.reply import LetterDue
from tasks.policy import Policy
from tasks.policy.terms import stated

_DESK = "個人情報お問い合わせ窓口"  # ours, where the company named no desk


def sender(policy: Policy) -> Sender:
    """Who signs, and where answers go; what the company has not published stays away."""
    contact = policy.contact
    desk = stated(contact.desk_ja) or _DESK
    department, _, responsible = desk.removesuffix("）").partition("（")
    return Sender(
        company=policy.company.name_ja,
        department=department,
        responsible=responsible or department,
        postcode=stated(contact.postcode),
        address=tuple((stated(contact.address_ja) or "").split()),
        phone=stated(contact.phone),
        fax=stated(contact.fax),
        email=stated(contact.email),
        hours=_hours(contact.hours),
    )


def _hours(hours: str) -> str | None:
    if hours == "unspecified":
        return None
    return "〜".join(part.removeprefix("0") for part in hours.split("-"))


def purposes(policy: Policy) -> tuple[PurposeGroup, ...]:
    """What each category of data is used for, as published."""
    return tuple(PurposeGroup(group.category_ja, group.purposes_ja) for group in policy.purpose)


def self_service(policy: Policy) -> tuple[str, ...]:
    """What a person can do alone, as published."""
    return policy.requests.self_service_ja


def consequences(policy: Policy, due: LetterDue) -> tuple[str, ...]:
    """What the company says follows from a correction or suspension, in the letter that says it was done."""
    done = due.kind in (LetterKind.CORRECTION_DONE, LetterKind.SUSPENSION_DONE)
    told = stated(policy.requests.consequences_notice_ja)
    return (told,) if done and told and set(due.answers) & set(policy.requests.consequences_kinds) else ()


def complaint_body(policy: Policy) -> ComplaintBody | None:
    """The accredited body that the company names first; None where it names none."""
    if not policy.complaint:
        return None
    body = policy.complaint[0]
    return ComplaintBody(body.name_ja, body.phone, body.desk_ja, stated(body.toll_free) or "")


def promise(policy: Policy, due: LetterDue) -> str:
    """When the company says it answers, for the kinds that it says it of; "" where it has published nothing."""
    kinds = set(policy.reply.promise_kinds)
    return stated(policy.reply.promise_text_ja) or "" if not kinds or kinds & set(due.answers) else ""
