"""Readings of packets for tests of the checks, made field by field without any paper."""

from datetime import date

from tasks.case.findings import finding
from tasks.case.words import Field, Finding, Page, PageKind, Reading, TextLine
from tasks.check.check_packet import check_packet
from tasks.policy import Policy, load_policy

ROCOCO = load_policy("rococo")
TODAY = date(2026, 11, 20)
MASKING = finding("masking.domicile", "masked_by_tool", "")
BOX = ((0.1, 0.1), (0.2, 0.1), (0.2, 0.2), (0.1, 0.2))
ADDRESS = "大阪府大阪市中央区西心斎橋2-1-5"

FORM = {
    "request.kinds": ("☑", "disclosure"),
    "request.date": ("令和8年11月16日", "2026-11-16"),
    "form.signature": ("seal", None),
    "person.name": ("山田　太郎", None),
    "person.address": (ADDRESS, None),
    "person.birth_date": ("昭和55年4月1日", "1980-04-01"),
}
IDENTITY = {
    "id.kind": ("運転免許証", "licence"),
    "id.name": ("山田太郎", None),
    "id.address": ("大阪市中央区西心斎橋二丁目1番5号", None),
    "id.expires_on": ("2029年4月1日", "2029-04-01"),
}
FEE = {
    "fee.instruments": ("", "A12345:1000:2026-11-10"),
    "fee.total": ("1000円", "1000"),
    "fee.payees": ("blank", None),
}
AGENT = {
    "agent.name": ("鈴木花子", None),
    "agent.relation": ("☑委任", "delegated"),
    "authority.kind": ("委任状", "poa"),
    "authority.date": ("令和8年11月10日", "2026-11-10"),
    "agent_id.kind": ("運転免許証", "licence"),
    "agent_id.name": ("鈴木　花子", None),
    "agent_id.expires_on": ("2029年4月1日", "2029-04-01"),
}
POA_LINES = (
    "委任状",
    "代理人　鈴木花子",
    "私は上記の者を代理人と定め、個人情報の開示等の請求に関する",
    "一切の権限を委任します。",
    "委任者　山田太郎　印",
)

Values = dict[str, tuple[str, str | None]]


def page(kind: PageKind, *texts: str, confidence: float = 0.95, index: int = 0, **more) -> Page:
    """A page of that kind with these lines."""
    lines = tuple(TextLine(text=text, poly=BOX, confidence=0.95) for text in texts)
    return Page(
        index=index,
        source="a.pdf#1",
        kind=kind,
        confidence=confidence,
        rotation=0,
        width=1,
        height=1,
        lines=lines,
        **more,
    )


SOUND_PAGES = (page(PageKind.REQUEST_FORM), page(PageKind.LICENCE), page(PageKind.MONEY_ORDER))


def findings(
    values: Values,
    pages: tuple[Page, ...] = SOUND_PAGES,
    doubtful: dict[str, float] | None = None,
    seen_serials: frozenset[str] = frozenset(),
    policy: Policy = ROCOCO,
    **more,
) -> dict[str, Finding]:
    """The findings by check for these fields and pages; `doubtful` lowers the confidence of some fields."""
    found = check_packet(reading(values, pages, doubtful), policy, TODAY, MASKING, seen_serials, **more)
    assert [each.check for each in found] == list(dict.fromkeys(each.check for each in found))
    return {each.check: each for each in found}


def reading(values: Values, pages: tuple[Page, ...] = SOUND_PAGES, doubtful: dict[str, float] | None = None) -> Reading:
    """A reading with these fields, all on the first page, and these pages."""
    fields = {
        name: Field(
            name=name, value=value, normalized=normal, confidence=(doubtful or {}).get(name, 0.95), page=0, poly=BOX
        )
        for name, (value, normal) in values.items()
    }
    return Reading(pages=pages, fields=fields)


def without(values: Values, *names: str) -> Values:
    """The values but for those names."""
    return {name: value for name, value in values.items() if name not in names}


SOUND = FORM | IDENTITY | FEE


def changed(policy: Policy = ROCOCO, **parts: dict[str, object]) -> Policy:
    """A policy with some keys of its parts changed: `changed(fee={"per": "name"})`."""
    return policy.model_copy(
        update={part: getattr(policy, part).model_copy(update=keys) for part, keys in parts.items()}
    )
