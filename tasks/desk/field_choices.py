"""The groups in which the evidence page shows the fields of a case, and the codes that a field may hold."""

from tasks.case.bilingual import Said
from tasks.case.canonical import MEANS
from tasks.case.fee_words import MEANS as FEE_MEANS
from tasks.case.paper_words import PAGES, RELATIONS
from tasks.case.question_words import KINDS
from tasks.case.words import PageKind

GROUPS: dict[str, tuple[Said, tuple[str, ...]]] = {
    "request": (Said("Request", "請求"), ("request.", "form.", "slip.")),
    "person": (Said("Person", "本人"), ("person.",)),
    "agent": (Said("Agent", "代理人"), ("agent.",)),
    "id": (Said("Identity documents", "本人確認書類"), ("id.", "agent_id.")),
    "authority": (Said("Authority", "代理権"), ("authority.",)),
    "fee": (Said("Fee", "手数料"), ("fee.",)),
}
OTHER = Said("Other", "その他")
NOT_EDITED = frozenset({"slip.case"})  # which case a paper joined is decided when it arrives

_PAPERS: dict[str, Said] = {kind: PAGES[kind] for kind in PageKind if kind not in ("request_form", "envelope", "blank")}
_SCANNED_MEANS: dict[str, Said] = {code: FEE_MEANS[code] for code in MEANS}
_SIGNED: dict[str, Said] = {"seal": Said("seal", "押印"), "signature": Said("signature", "署名")}
_PAYEES: dict[str, Said] = {"blank": Said("left blank", "空欄"), "filled": Said("filled in", "記入あり")}

# The codes that a field may hold, with their words; `True` where it may hold several.
CHOICES: dict[str, tuple[bool, dict[str, Said]]] = {
    "request.kinds": (True, KINDS),
    "form.signature": (False, _SIGNED),
    "agent.relation": (False, RELATIONS),
    "id.kind": (False, _PAPERS),
    "agent_id.kind": (False, _PAPERS),
    "authority.kind": (False, _PAPERS),
    "authority.scope": (True, KINDS | {"none": Said("nothing", "なし")}),
    "fee.payees": (False, _PAYEES),
    "fee.means": (True, _SCANNED_MEANS),
}
