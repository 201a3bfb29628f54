"""Whose answer it is: the signing code that came with it, the signer's roles, and the duties that must lie apart."""

from collections.abc import Mapping

from sqlmodel import Session

from tasks.case.bilingual import Said
from tasks.case.hindrance import Hindrance
from tasks.case.progress import CaseState, Wait
from tasks.case.roles import Duty, Role
from tasks.store.account_tables import Account
from tasks.store.signing import BadCode, redeem_code
from tasks.store.tables import Case
from tasks.wiring import House

CODE_SAYS: Mapping[BadCode, Said] = {
    BadCode.MISSING: Said(
        "Take a signing code on the evidence page and enter it.", "証拠画面で署名コードを発行し、ご記入ください。"
    ),
    BadCode.UNKNOWN: Said(
        "This signing code is wrong; take a new one on the evidence page.",
        "署名コードが正しくありません。証拠画面で新しいコードを発行してください。",
    ),
    BadCode.USED: Said(
        "This signing code was used before; take a new one on the evidence page.",
        "この署名コードは使用済みです。証拠画面で新しいコードを発行してください。",
    ),
    BadCode.EXPIRED: Said(
        "This signing code has expired; take a new one on the evidence page.",
        "署名コードの有効期限が切れています。証拠画面で新しいコードを発行してください。",
    ),
    BadCode.OTHER_CASE: Said(
        "This signing code belongs to another case; take one on this case's evidence page.",
        "別の案件の署名コードです。この案件の証拠画面で発行してください。",
    ),
    BadCode.OTHER_ASKING: Said(
        "This signing code was for another question; take a new one on the evidence page.",
        "別の質問に対する署名コードです。証拠画面で新しいコードを発行してください。",
    ),
    BadCode.EVIDENCE_CHANGED: Said(
        "The evidence has changed since the signing code was taken; look again and take a new one.",
        "署名コードの発行後に証拠が変わりました。もう一度ご確認のうえ、新しいコードを発行してください。",
    ),
    BadCode.ACCOUNT_DISABLED: Said("This account is disabled.", "このアカウントは停止されています。"),
}
_DUTIES: Mapping[Duty, Said] = {
    Duty.INTAKE: Said("the confirmation of the reading", "読取りの確認"),
    Duty.DECISION: Said("the decision", "決定"),
    Duty.APPROVAL: Said("the approval", "承認"),
    Duty.RELEASE: Said("the release of the letters", "発送の承認"),
    Duty.DISPATCH: Said("the dispatch", "発送"),
}
_NO_ROLE = Said(
    "Whoever took this signing code has no role that may answer here.",
    "署名コードを発行した方には、この質問に回答する権限がありません。",
)

_ASKED_IT = Said(
    "Somebody else must answer here than who asked for more time.",
    "期限の延長は、延長を求めた方とは別の方が回答する必要があります。",
)
_READDRESSED = Said(
    "Somebody else must answer here than who corrected the name or address after the letter came back.",
    "返送後に氏名・住所を訂正した方とは別の方が、発送を承認する必要があります。",
)


def signer(
    session: Session, house: House, case: Case, state: CaseState, wait: Wait, code: str, evidence: str
) -> Account | Said:
    """Who signs an answer on this evidence (its digest); or why nobody does. A good code is used up. The caller holds the case."""
    found = redeem_code(session, house.key("signing"), code, case, wait.key, evidence, house.now())
    if isinstance(found, BadCode):
        return CODE_SAYS[found]
    roles = [Role(role) for role in found.roles]
    hindered = house.hindrance_of(session, case, state, wait.step, found.handle, roles)
    return found if hindered is None else _said(hindered, found.handle)


def _said(hindered: Hindrance, handle: str) -> Said:
    if hindered.no_role:
        return _NO_ROLE
    if hindered.readdressed:
        return _READDRESSED
    if hindered.asked_it or hindered.duty is None:
        return _ASKED_IT
    said = _DUTIES[hindered.duty]
    return Said(
        f"Somebody else must answer here: {handle} has had {said.en} in this case.",
        f"この質問には別の方が回答する必要があります（{handle} は本件の{said.ja}を行っています）。",
    )
