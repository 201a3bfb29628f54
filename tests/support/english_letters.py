"""Whole letters in English of every kind, in the words of a policy, with short invented data."""

from datetime import date
from typing import Any

from tasks.case.deficiency_texts import TEXTS
from tasks.case.letters import (
    Addressee,
    AnnexTable,
    Change,
    Clause,
    DeficientItem,
    FeeTold,
    Letter,
    LetterKind,
    ReturnedItem,
    Search,
)
from tasks.case.words import RequestKind
from tasks.policy import Policy, load_policy
from tasks.reply import company_words

KINDS = tuple(LetterKind)
PERSON = Addressee(postcode="150-0043", address="東京都渋谷区道玄坂2丁目10番17号", name="Daniel Whitfield")
ROWS = (("Name", "Daniel Whitfield"), ("Address", PERSON.address), ("Remarks", ""))
REASON = "The record shows how we detect misuse, and disclosing it would make misuse easier."
K, R = LetterKind, RequestKind
ASKED = {
    K.PURPOSE: R.PURPOSE_NOTICE,
    K.CORRECTION_DONE: R.CORRECTION,
    K.CORRECTION_NOT_DONE: R.CORRECTION,
    K.SUSPENSION_DONE: R.STOP_PROVISION,
    K.SUSPENSION_NOT_DONE: R.SUSPEND_ERASE,
    K.PROVISION_RECORDS: R.TP_RECORDS,
    K.NOT_TARGET: R.CORRECTION,
    K.SELF_SERVICE: R.CORRECTION,
    K.FEE_RETURN: R.CORRECTION,
}
MENDS = tuple(
    DeficientItem(TEXTS[code].what_en, TEXTS[code].cure_en)
    for code in (("form.complete", "missing_date"), ("identity.kind", "missing"))
)
OF_THE_ACT = Clause(
    "Article 33, paragraph (2), item (i) of the Act",
    "",
    "harm to the rights of the person or a third party",
    of_act=True,
)


def ground(policy: Policy, place: int = 0) -> Clause:
    """One of the policy's own grounds as an English letter quotes it."""
    found = policy.ground[place]
    return Clause(found.number if found.number_source == "published" else "", "", found.text)


def own(policy: Policy) -> dict[LetterKind, dict[str, Any]]:
    """What each kind says beside what every letter says."""
    annex = {"annex": (AnnexTable("Membership system", ROWS),)}
    why = {"grounds": (ground(policy, -1),), "reason": REASON}
    return {
        K.ACKNOWLEDGEMENT: {"fee": FeeTold(1000, 1000), "promise": "We will respond to your request without delay."},
        K.EXTENSION: {"until": date(2026, 12, 18), "reason": "There are many records, and checking them takes time."},
        K.DEFICIENCY: {"deficiencies": MENDS, "reply_by": date(2026, 12, 4), "fee_kept": True, "slip_code": "KJ1-K26"},
        K.FEE_SHORT: {
            "fee": FeeTold(1000, 700, ("fixed-amount postal money order", "ordinary postal money order")),
            "deficiencies": (DeficientItem("The fee was too little.", "A postal money order for 300 yen"),),
            "reply_by": date(2026, 12, 4),
            "fee_kept": True,
            "slip_code": "KJ1-K26",
        },
        K.FEE_RETURN: {
            "returned": (ReturnedItem("Postal money order 12345-678901", 1000), ReturnedItem("Postage stamps", 120)),
            "reason": "No fee is charged for this kind of request.",
        },
        K.DISCLOSE: annex,
        K.PARTIAL: annex | why | {"withheld": ("Contact log", "Review grade"), "grounds": (ground(policy), OF_THE_ACT)},
        K.METHOD_CHANGE: {
            "offered_method": "A printout on paper",
            "reason": "The recordings cannot be provided as a file.",
            "reply_by": date(2026, 12, 4),
        },
        K.PROVISION_RECORDS: {"annex": (AnnexTable("Register of provision", (("Recipient", "Kaku Trading"),)),)},
        K.REFUSE: why | {"fee_kept": True},
        K.NO_DATA: {"search": Search(("Membership system", "Inquiries"), date(2026, 11, 24)), "fee_kept": False},
        K.NOT_TARGET: why,
        K.SELF_SERVICE: {"self_service": ("You can correct your entries on the site.", "You can delete your account.")},
        K.PURPOSE: {"purposes": company_words.purposes(policy, "en")},
        K.CORRECTION_DONE: {
            "corrected": "We corrected your telephone number.",
            "changes": (
                Change("Membership system", "Telephone", "03-0000-0001", "03-4488-1581"),
                Change("Membership system", "Remarks", "Moved abroad", ""),
            ),
            "done_on": date(2026, 11, 25),
        },
        K.CORRECTION_NOT_DONE: {"reason": "What was claimed is an evaluation, which is not a matter of fact."},
        K.SUSPENSION_DONE: {"done_on": date(2026, 11, 25)},
        K.SUSPENSION_NOT_DONE: {
            "reason": "Erasing the backups would cost out of proportion.",
            "measure": "We have barred all access to the record.",
            "done_on": date(2026, 11, 25),
        },
        K.PASSWORD: {"package": "K26-00123.zip", "password": "hT7mQ2xvR9"},
    }


def a_letter(kind: LetterKind, code: str = "rococo", **changes: Any) -> Letter:
    """A whole letter of one kind under a policy."""
    policy = load_policy(code)
    words: dict[str, Any] = {
        "kind": kind,
        "language": "en",
        "prevails": company_words.prevailing(policy, "en"),
        "number": "K26-00123-1",
        "case_number": "K26-00123",
        "written_on": date(2026, 11, 26),
        "sender": company_words.sender(policy, "en"),
        "addressee": PERSON,
        "request_kinds": (ASKED.get(kind, R.DISCLOSURE),),
        "request_date": date(2026, 11, 17),
        "received_on": date(2026, 11, 20),
        "complaint_body": company_words.complaint_body(policy, "en"),
    }
    return Letter(**(words | own(policy)[kind] | changes))
