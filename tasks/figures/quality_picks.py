"""Which cases each figure of the page Quality counts, as picks."""

import polars as pl

from tasks.case.bilingual import Said, named
from tasks.case.errors import KaijiError
from tasks.case.field_words import FIELDS
from tasks.case.finding_words import CHECKS
from tasks.case.question_words import KINDS, OPTIONS
from tasks.figures.frames import Frames
from tasks.figures.ground_words import GROUNDS
from tasks.figures.picks import PICKS, Expression, Pick
from tasks.policy.wording import CHANNELS

ANSWERED, DEFICIENT = pl.col("answered_on").is_not_null(), pl.col("deficient")
REFERRED, CORRECTED = pl.col("unclear").list.len() > 0, pl.col("edited").list.len() > 0
NEEDLESS = REFERRED & ANSWERED & ~DEFICIENT
DECIDED, PAID = pl.col("decisions").list.len() > 0, pl.col("fee_received") > 0
REDACTION_EDITED, CAME_BACK = pl.col("redaction_edits") > 0, pl.col("returned") > 0
EXTENDED, SUPPLEMENTED = pl.col("extended") > 0, pl.col("rounds") > 1
SENDERS = {"agent": Said("by an agent", "代理人"), "self": Said("by the person", "本人")}
SENDER = pl.when(pl.col("by_agent")).then(pl.lit("agent")).otherwise(pl.lit("self"))


def _always(expression: pl.Expr) -> Expression:
    return lambda _, __: expression


def _has(column: str) -> Expression:
    return lambda _, code: pl.col(column).list.contains(code)


def _decided_so(_: Frames, choice: str) -> pl.Expr:
    return pl.col("decisions").list.eval(pl.element().str.ends_with(f":{choice}")).list.any()


def _decided_kind(_: Frames, kind: str) -> pl.Expr:
    return pl.col("decisions").list.eval(pl.element().str.starts_with(f"{kind}:")).list.any()


def _decision_told(decision: str) -> Said:
    kind, _, choice = decision.partition(":")
    kinds, choices = named(KINDS, kind), named(OPTIONS, choice)
    return Said(f"decided: {kinds.en}: {choices.en}", f"決定：{kinds.ja}：{choices.ja}")


def ages_argument(youngest: int, oldest: int | None) -> str:
    """So many days as the argument of a pick: `31-90`, or `181-` for all that are older."""
    return f"{youngest}-{'' if oldest is None else oldest}"


def _ages_of(argument: str) -> tuple[int, int | None]:
    youngest, dash, oldest = argument.partition("-")
    if not (dash and youngest.isdecimal() and (oldest.isdecimal() or not oldest)):
        raise KaijiError("This address asks for fees of no age; start from the page of figures.")
    return int(youngest), int(oldest) if oldest else None


def fee_age(frames: Frames) -> pl.Expr:
    """Calendar days since the receipt of a case."""
    return (pl.lit(frames.today) - pl.col("received_on")).dt.total_days()


def _fee_open(frames: Frames, argument: str) -> pl.Expr:
    youngest, oldest = _ages_of(argument)
    old = fee_age(frames) >= youngest
    return (pl.col("fee_open") > 0) & (old if oldest is None else old & (fee_age(frames) <= oldest))


def _fee_open_told(argument: str) -> Said:
    ages = ages_told(argument)
    return Said(f"fee not cashed, received {ages.en} ago", f"未換金の手数料あり（受付から{ages.ja}）")


def ages_told(argument: str) -> Said:
    """Such ages in words."""
    youngest, oldest = _ages_of(argument)
    if oldest is None:
        return Said(f"{youngest} days or more", f"{youngest}日以上")
    return Said(f"{youngest}–{oldest} days", f"{youngest}～{oldest}日")


PICKS |= {
    "deficient": Pick(_always(DEFICIENT), Said("asked for more", "補正を依頼")),
    "missing": Pick(_has("missing"), Said("fails: {}", "不備：{}"), CHECKS),
    "then_answered": Pick(_always(ANSWERED), Said("then answered", "その後回答済み")),
    "referred": Pick(_always(REFERRED), Said("referred to a person", "担当者の確認が必要")),
    "unclear": Pick(_has("unclear"), Said("referred: {}", "要確認：{}"), CHECKS),
    "needless": Pick(
        _always(NEEDLESS), Said("referred, then answered without asking for more", "要確認の後、補正を求めず回答")
    ),
    "corrected": Pick(_always(CORRECTED), Said("a field was corrected", "読取り項目の修正あり")),
    "edited": Pick(_has("edited"), Said("corrected: {}", "修正：{}"), FIELDS),
    "redaction_edited": Pick(
        _always(REDACTION_EDITED),
        Said("redaction changed or confirmed by a person", "担当者による黒塗りの修正・確認あり"),
    ),
    "came_back": Pick(_always(CAME_BACK), Said("the answer came back or was issued again", "回答書の返戻・再発行あり")),
    "moved": Pick(_always(EXTENDED), Said("extended", "期限の延長あり")),
    "supplemented": Pick(_always(SUPPLEMENTED), Said("papers came later", "追加書類の受領あり")),
    "decided": Pick(_always(DECIDED), Said("decided", "決定済み")),
    "decided_so": Pick(_decided_so, Said("decided: {}", "決定：{}"), OPTIONS),
    "decided_kind": Pick(_decided_kind, Said("decided of: {}", "決定した請求：{}"), KINDS),
    "decision": Pick(_has("decisions"), _decision_told),
    "ground": Pick(_has("grounds"), Said("ground: {}", "理由：{}"), GROUNDS),
    "channel": Pick(lambda _, code: pl.col("channel") == code, Said("came by: {}", "受付方法：{}"), CHANNELS),
    "sender": Pick(lambda _, code: SENDER.eq(code), Said("asked {}", "請求者：{}"), SENDERS),
    "paid": Pick(_always(PAID), Said("a fee came", "手数料の受領あり")),
    "fee_open": Pick(_fee_open, _fee_open_told),
}
