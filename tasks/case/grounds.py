"""The canonical grounds on which a request may be refused, so that companies' own lists can be compared.

A policy keeps its own number and words for each ground, because the letter quotes them; it maps each to one code here.
No ground is ever found by the program: a person chooses it (Act Art. 36; DOMAIN section 2).
"""

from enum import StrEnum

from tasks.case.bilingual import Said


class RefusalGround(StrEnum):
    """Why a request may be refused, whatever number a company gives it."""

    IDENTITY_UNCONFIRMED = "identity_unconfirmed"
    FORMAL_DEFECT = "formal_defect"
    NOT_RETAINED_DATA = "not_retained_data"
    HARM_TO_RIGHTS = "harm_to_rights"  # Art. 33(2)(i)
    SERIOUS_HINDRANCE = "serious_hindrance"  # Art. 33(2)(ii)
    HINDRANCE = "hindrance"  # a company's wording without the Act's "seriously": wider than the law allows
    LAW_VIOLATION = "law_violation"  # Art. 33(2)(iii)
    NO_LEGAL_OBLIGATION = "no_legal_obligation"
    REPEATED_REQUEST = "repeated_request"
    EXCESSIVE_WORK = "excessive_work"
    OUTSOURCED_DATA = "outsourced_data"  # held for a business partner, who alone may answer


class ExistenceExclusion(StrEnum):
    """Data whose very existence must not be revealed; the letter then uses neutral words, never "no such data"."""

    HARM_TO_PERSON = "harm_to_person"
    ENCOURAGES_WRONG = "encourages_wrong"
    NATIONAL_SECURITY = "national_security"
    PUBLIC_SAFETY = "public_safety"


ACT_CLAUSE: dict[RefusalGround, Said] = {  # the English in short, as the clauses of the Act are listed
    RefusalGround.HARM_TO_RIGHTS: Said("Article 33(2)(i)", "法第33条第2項第1号"),
    RefusalGround.SERIOUS_HINDRANCE: Said("Article 33(2)(ii)", "法第33条第2項第2号"),
    RefusalGround.LAW_VIOLATION: Said("Article 33(2)(iii)", "法第33条第2項第3号"),
}
