"""The words of the monthly report in Japanese and English."""

from datetime import date, datetime, timedelta

from tasks.case.bilingual import Said

KIND = Said("Requests on retained personal data (APPI)", "保有個人データの開示等の請求（個人情報保護法）")
HEADING = Said("Monthly report, {}", "月次報告　{}")
RUNNING = Said("kaiji · monthly report, {} · as of {}", "kaiji・月次報告 {}・{}現在")
AS_OF = Said("As of {}. {}", "{}現在。{}")
WHOLE = Said("The figures are of the whole month.", "当該月の全日を集計しています。")
PARTIAL = Said("The month is not over; it is counted until {}.", "月の途中のため、{}までを集計しています。")
FOR_ALL = Said("All companies: {}", "すべての会社：{}")
FOR_SOME = Said("Companies: {}", "対象の会社：{}")
LEAD = Said(
    "{received} requests were received and {answered} answered, {on_time} of these by their due day ({percent}). "
    "{owed} were owed an answer at the end.",
    "受付は{received}、回答は{answered}で、うち{on_time}（{percent}）が期限内でした。期間末の未回答は{owed}です。",
)
SAMPLE = Said("Sample data: these cases were made up.", "見本データ：画面確認用の架空の案件です。")
BEFORE = Said("{}: {} ({})", "{}：{}（{}）")  # the month before, what it was then, the change since
NO_BEFORE = Said("{}: none", "{}：なし")
POINTS = Said("{} pt", "{}ポイント")
SAME = Said("no change", "増減なし")
NOTHING = Said("Nothing to report.", "該当はありません。")
MORE = Said("Rows that stand only at the desk: {}.", "このほか{}行は、デスクの画面で確認できます。")
NOTES = Said("How the figures are counted", "集計方法")
BASICS = Said("In general", "共通事項")
BASICS_NOTE = Said(
    "Days are those of Japan. Cases that were joined with another are not counted. Days on which the clock stood still, because"
    " the requester had to act, are left out of turnaround.",
    "日付は日本時間です。他の案件に統合した案件は数えません。請求者の補正待ちで期間が停止した日数は、所要日数に含めません。",
)
CHAPTERS = {
    "time": Said("Turnaround", "処理期間"),
    "flow": Said("Cases in and out", "受付と完了"),
    "breaches": Said("Missed due days and their causes", "期限超過とその要因"),
    "quality": Said("Quality", "品質"),
    "fees": Said("Fees", "手数料"),
    "forecast": Said("Forecast", "予測"),
}
HEADLINE = {
    "received": Said("Received", "受付"),
    "answered": Said("Answered", "回答"),
    "on_time_percent": Said("On-time rate", "期限内回答率"),
    "late": Said("Answered late", "期限後回答"),
    "median_days": Said("Median, calendar days", "所要日数の中央値（暦日）"),
    "p90_days": Said("p90, calendar days", "所要日数の90%値（暦日）"),
    "owed": Said("Owed at the end", "期間末の未回答"),
    "asked_for_more": Said("Asked for more, of received", "補正依頼率（受付）"),
}
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def month_told(day: date) -> Said:
    """The month of a day."""
    return Said(f"{_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月")


def days_of_month(first: date, last: date) -> Said:
    """These days of a month, where the year is clear; a whole month by its name alone."""
    month = _MONTHS[first.month - 1]
    if (last + timedelta(days=1)).month != first.month:
        return Said(month, f"{first.month}月")
    return Said(f"{first.day}–{last.day} {month}", f"{first.month}月{first.day}～{last.day}日")


def day_told(day: date) -> Said:
    """A day as people write it."""
    return Said(f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def moment_told(moment: datetime) -> Said:
    """A moment to the minute, in Japan's time."""
    day = day_told(moment.date())
    return Said(f"{day.en}, {moment:%H:%M} (JST)", f"{day.ja}{moment:%H:%M}")
