"""What picks are called whose figures stand elsewhere without words: those of the pages Today and SLA, and of the forecast."""

from collections.abc import Callable, Mapping

from tasks.case.bilingual import Said, named
from tasks.case.question_words import KINDS
from tasks.case.review_words import STAGES

_RISKS = {
    "high": Said("will probably be late at the present pace", "現在のペースでは期限超過の可能性が高い"),
    "some": Said("may be late at the present pace", "現在のペースでは期限超過のおそれ"),
    "low": Said("will probably be answered in time", "期限内に回答できる見込み"),
    "unknown": Said("no forecast can be made", "予測できない"),
}
_EVER = "9999"  # days within which whatever runs falls due
Told = Callable[[str], Said]


def filled(text: Said, names: Mapping[str, Said] | None = None) -> Told:
    """A text in which `{}` stands for the argument, as it is called in `names`."""

    def told(argument: str) -> Said:
        name = named(names or {}, argument)
        return Said(text.en.replace("{}", name.en), text.ja.replace("{}", name.ja))

    return told


def _days(text: Said) -> Told:
    """The same of a period, whose argument is `first/last`."""

    def told(argument: str) -> Said:
        first, _, last = argument.partition("/")
        one = first == last or not last
        return Said(
            text.en.replace("{}", first if one else f"{first} to {last}"),
            text.ja.replace("{}", first if one else f"{first}～{last}"),
        )

    return told


def _aged(argument: str) -> Said:
    """Of cases that stand in a stage (`all` for any) so many days: `deciding/4-7`."""
    stage, _, band = argument.partition("/")
    japanese = f"{band[:-1]}日以上" if band.endswith("+") else f"{band.replace('-', '～')}日"
    days = Said(f"{band} days in the stage", f"滞留{japanese}")
    where = named(STAGES, stage)
    if stage == "all":
        return days
    return Said(f"{where.en}: {days.en}", f"{where.ja}：{days.ja}")


def _left(argument: str) -> Said:
    """Of cases that left a stage in a period: `deciding/2026-10-01/2026-12-31`."""
    stage, _, span = argument.partition("/")
    where = named(STAGES, stage)
    return _days(Said(f"left {{}}: {where.en}", f"{{}}に段階を終了：{where.ja}"))(span)


def _kind(argument: str) -> Said:
    kind = named(KINDS, argument)
    return (
        Said(f"asks for: {kind.en}", f"請求の種類：{kind.ja}")
        if argument
        else Said("nothing ticked", "請求の種類の選択なし")
    )


def _falls_due(days: str) -> Said:
    """Of cases whose clock runs and that fall due within so many days."""
    if days == _EVER:
        return Said("clock runs", "期間進行中")
    return Said(f"due within {days} days, or overdue", f"{days}日以内に期限、又は期限超過")


WORDS: dict[str, Told] = {
    "received": _days(Said("received {}", "{}に受付")),
    "answered": _days(Said("answered {}", "{}に回答")),
    "closed_unanswered": _days(Said("closed without an answer {}", "{}に回答なく完了")),
    "owed_on": _days(Said("not answered at the end of {}", "{}の終わりに未回答")),
    "breach": _days(
        Said("answered late {}, or overdue by then and still", "{}に期限後に回答、又はその末日までに期限を過ぎ未回答")
    ),
    "cause": filled(Said("most time in: {}", "最も時間を要した段階：{}"), STAGES),
    "age": _aged,
    "left_stage": _left,
    "kind": _kind,
    "overdue": filled(Said("overdue", "期限超過")),
    "due_today": filled(Said("due today", "本日期限")),
    "due_soon": filled(Said("due today or within three business days", "本日から3営業日以内に期限")),
    "stuck": filled(Said("does not move on by itself", "自動処理が進まない")),
    "period_ends": filled(Said("the requester's period ends within three business days", "補正の期限が3営業日以内")),
    "ontime": filled(Said("answered on time", "期限内に回答")),
    "late_answer": filled(Said("answered late", "期限後に回答")),
    "promised": filled(Said("answered, with a day promised", "期日の約束がある回答")),
    "promise_kept": filled(Said("promise kept", "約束した期日内に回答")),
    "risk": filled(Said("{}", "{}"), _RISKS),
    "falls_due": _falls_due,
    "waits_for_requester": filled(Said("waits for the requester", "補正待ち")),
    "asked_for_more": filled(Said("asked for more", "補正を依頼")),
}
