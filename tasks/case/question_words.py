"""The words of the forms in Prefect: each option that can be chosen, each field, each form, in both languages.

A form offers words and not codes, in the language of the house; what comes back is turned into codes, whichever language
or code was sent.
"""

from collections.abc import Mapping
from typing import Any

from tasks.case.bilingual import Said
from tasks.case.deficiency import deficiency_codes, deficiency_words
from tasks.case.means import Means
from tasks.case.methods import METHODS, NO_OTHER
from tasks.case.progress import Step
from tasks.case.words import RequestKind

UNDECIDED, NOT_REQUESTED = "undecided", "not_requested"

OPTIONS: dict[str, Said] = {
    "sound": Said("sound", "問題なし"),
    "deficient": Said("deficient", "不備あり"),
    "scan_again": Said("scan again", "再スキャンへ差し戻す"),
    "not_possible": Said("no better scan can be had", "再スキャンできない"),
    "not_needed": Said("no new scan is needed", "再スキャン不要"),
    "release": Said("release", "発送を承認する"),
    "proceed": Said("proceed without asking", "補正を求めずに進める"),
    "posted": Said("posted", "発送した"),
    "supplied": Said("supplied", "補正された"),
    "not_supplied": Said("not supplied", "補正されなかった"),
    "ask_again": Said("ask again by a new letter", "改めて補正を求める"),
    "found": Said("found, and put on the evidence page", "見つかり、証拠画面に取り込んだ"),
    "nothing_found": Said("nothing was found", "見つからなかった"),
    "go_on": Said("do not send back", "差し戻さない"),
    "back_to_reading": Said("send back to the reading", "読取りの確認へ差し戻す"),
    "back_to_release": Said("send back to the release", "発送の承認へ差し戻す"),
    "back_to_decision": Said("send back to the decision", "決定へ差し戻す"),
    "search_again": Said("search the held data again", "保有データを検索し直す"),
    "write_again": Said("write the letters again", "書面を作り直す"),
    "approve": Said("approve", "承認する"),
    "done": Said("done", "実施済み"),
    "extend": Said("extend", "延長する"),
    "post_again": Said("issue it again to the same address", "同じ宛先に再発行する"),
    "post_to_new_address": Said("issue it again to the corrected address", "修正した宛先に再発行する"),
    "keep_returned": Said("keep it at the desk", "再発行せず、当社で保管する"),
    "as_set": Said("as the policy or the house says", "規程又は社内の定めのとおり"),
    Means.ORDINARY: Said("ordinary sealed letter", "普通郵便（封書）"),
    Means.SIMPLE_REGISTERED: Said("simplified registered mail", "簡易書留"),
    Means.REGISTERED: Said("registered mail", "一般書留"),
    Means.RESTRICTED: Said("restricted delivery to the person", "本人限定受取"),
    Means.ELECTRONIC: Said("electronic", "電子的方法"),
    "keep": Said("keep the due day", "延長しない"),
    "paper": Said("on paper, by post", "書面（郵送）"),
    "electronic_pdf": Said("electronically: PDF with a password", "電子データ（パスワード付きPDF）"),
    "electronic_csv": Said("electronically: CSV in an encrypted archive", "電子データ（暗号化ZIP・CSV）"),
    "electronic_json": Said("electronically: JSON in an encrypted archive", "電子データ（暗号化ZIP・JSON）"),
    UNDECIDED: Said("not decided (send back)", "未決定（差し戻す）"),
    NOT_REQUESTED: Said("not requested", "請求なし"),
    "notify": Said("notify", "通知する"),
    "disclose": Said("disclose", "開示する"),
    "disclose_partly": Said("disclose in part", "一部を開示する"),
    "other_method": Said("offer another method of disclosure", "別の方法による開示を申し出る"),
    "correct": Said("correct", "訂正等を行う"),
    "suspend": Said("suspend or erase", "利用停止等を行う"),
    "stop": Said("stop providing", "第三者提供を停止する"),
    "substitute": Said("take another measure instead", "代替措置をとる"),
    "refuse": Said("refuse", "応じない"),
    "no_data": Said("no such data", "該当データなし"),
    "not_target": Said("not a target of requests", "請求の対象外"),
    "self_service": Said("redirect to self-service", "本人による操作を案内する"),
    NO_OTHER: Said("no other method is offered", "別の方法は申し出ない"),
    **METHODS,
}

KINDS: dict[str, Said] = {
    RequestKind.PURPOSE_NOTICE: Said("notice of purpose", "利用目的の通知"),
    RequestKind.DISCLOSURE: Said("disclosure", "開示"),
    RequestKind.TP_RECORDS: Said("disclosure of records of third-party provision", "第三者提供記録の開示"),
    RequestKind.CORRECTION: Said("correction", "訂正等"),
    RequestKind.SUSPEND_ERASE: Said("suspension or erasure", "利用停止等"),
    RequestKind.STOP_PROVISION: Said("stop of provision to third parties", "第三者提供の停止"),
}

DECISIONS: dict[RequestKind, tuple[str, ...]] = {
    RequestKind.PURPOSE_NOTICE: ("notify", "refuse", "no_data", "self_service"),
    RequestKind.DISCLOSURE: (
        "disclose",
        "disclose_partly",
        "other_method",
        "refuse",
        "no_data",
        "not_target",
        "self_service",
    ),
    RequestKind.TP_RECORDS: ("disclose", "refuse", "no_data", "not_target"),
    RequestKind.CORRECTION: ("correct", "refuse", "no_data", "not_target", "self_service"),
    RequestKind.SUSPEND_ERASE: ("suspend", "substitute", "refuse", "no_data", "not_target", "self_service"),
    RequestKind.STOP_PROVISION: ("stop", "substitute", "refuse", "no_data", "not_target"),
}

FORMS: dict[str, Said] = {
    Step.EXTEND_DUE: Said("Extend the due day", "期限の延長"),
    Step.CONFIRM_READING: Said("Confirm the reading", "読取りの確認"),
    Step.AWAIT_RESCAN: Said("Scan again", "再スキャン"),
    Step.RELEASE_DEFICIENCY: Said("Release the deficiency letter", "補正依頼書の発送の承認"),
    Step.DISPATCH_DEFICIENCY: Said("Confirm dispatch of the deficiency letter", "補正依頼書の発送の確認"),
    Step.AWAIT_REQUESTER: Said("Requester's answer", "請求者からの補正"),
    Step.SEARCH_BY_HAND: Said("Search by hand", "手作業での検索"),
    Step.DECIDE: Said("Decide the request", "請求の決定"),
    Step.APPROVE: Said("Approve the decision", "決定の承認"),
    Step.CARRY_OUT: Said("Confirm what was carried out", "実施の確認"),
    Step.RELEASE_REPLY: Said("Release the letters", "回答書の発送の承認"),
    Step.DISPATCH_REPLY: Said("Confirm dispatch of the answer", "回答書の発送の確認"),
    Step.HANDLE_RETURN: Said("Letter that came back or is to be issued again", "返戻・再発行の対応"),
}

TITLES: dict[str, Said] = {
    "verdict": Said("Verdict", "確認の結果"),
    "action": Said("Action", "対応"),
    "outcome": Said("Outcome", "結果"),
    "deficiencies": Said("What is missing", "不備の内容"),
    "send_back": Said("Send back", "差戻し"),
    "grounds": Said("Grounds", "不開示等の理由（規程の番号）"),
    "withheld": Said("Items withheld", "開示しない項目"),
    "delivery": Said("How what is disclosed goes out", "開示の方法"),
    "offered_method": Said("Method offered", "申し出る開示の方法"),
    "tracking_number": Said("Tracking number", "引受番号"),
    "means": Said("By which post", "送付方法"),
    "until": Said("New due day", "新しい期限"),
    "reason": Said("Reason", "理由"),
    "code": Said("Signing code", "署名コード"),
}

HINTS: dict[str, Said] = {
    "verdict": Said("Look at the evidence page first.", "先に証拠画面をご確認ください。"),
    "deficiencies": Said(
        "Only with 'deficient': each becomes an item of the letter.",
        "「不備あり」の場合のみ選択してください。選択した内容が補正依頼書の項目になります。",
    ),
    "grounds": Said(
        "Whenever something is not granted; numbered as in the policy and quoted in the letter. Letters stand for data whose "
        "existence is not told, numbers such as 34(1) for the Act's own clauses; their words are in the table above.",
        "全部又は一部に応じない場合に選択してください。規程の番号のとおり書面に引用されます。英字は存否を明らかにしない情報の定め、"
        "34(1)などの番号は法の規定です。内容は上の表をご覧ください。",
    ),
    "withheld": Said("Only with 'disclose in part'.", "「一部を開示する」の場合のみ選択してください。"),
    "delivery": Said(
        "Electronically only where the requester asked for it; the password goes by sealed letter.",
        "電子データは、請求者が希望した場合のみ選択してください。パスワードは封書で別に送付します。",
    ),
    "offered_method": Said(
        "Only with 'offer another method of disclosure'.",
        "「別の方法による開示を申し出る」の場合のみ選択してください。",
    ),
    "tracking_number": Said(
        "As on the postal receipt; with 'posted'. Ordinary mail has none.",
        "受領証のとおりご記入ください（発送した場合。普通郵便では不要です）。",
    ),
    "means": Said(
        "Only to send it in another way than the policy or the house says.",
        "規程又は社内の定めと異なる方法で送る場合のみ選択してください。",
    ),
    "until": Said("As 2026-12-28; only with 'extend'.", "例：2026-12-28（延長する場合のみ）"),
    "reason": Said(
        "Never write personal data here; it is printed or kept.",
        "書面に印字し、又は記録に残します。個人情報は書かないでください。",
    ),
    "code": Said(
        "From the evidence page: good once, for a few minutes, for you and this question only.",
        "証拠画面で発行します。本人・この質問限りで、数分間、一度だけ使えます。",
    ),
    "send_back": Said(
        "To send the case back, choose where to; nothing is decided then.",
        "差し戻す場合に選択してください。その場合、決定は行われません。",
    ),
    "decision": Said("A person decides; kaiji never does.", "決定は必ず人が行います。"),
}


def deficiency_said(code: str) -> Said:
    """The words of a deficiency as an option."""
    words = deficiency_words(code)
    return Said(words.what_en, words.what_ja)


def _by_word() -> dict[str, str]:
    words = OPTIONS | {code: deficiency_said(code) for code in deficiency_codes()}
    return {text: code for code, said in words.items() for text in (code, said.en, said.ja)}


_CODES = _by_word()
_AS_WRITTEN = ("reason", "code", "grounds", "withheld", "tracking_number", "until")


def in_codes(answer: Mapping[str, Any]) -> dict[str, Any]:
    """An answer with its words turned into codes; free text, numbers of grounds and labels stay as they are."""
    return {name: value if name in _AS_WRITTEN else _code(value) for name, value in answer.items()}


def _code(value: Any) -> Any:
    if isinstance(value, list):
        return [_code(each) for each in value]
    return _CODES.get(value, value)


def in_words(answer: Mapping[str, Any], language: str) -> dict[str, Any]:
    """An answer in codes as its form offers it: the other way round, for whoever answers without looking at the form."""
    return {name: value if name in _AS_WRITTEN else _word(value, language) for name, value in answer.items()}


def _word(value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_word(each, language) for each in value]
    if value in OPTIONS:
        return OPTIONS[value].in_(language)
    return deficiency_said(value).in_(language) if value in deficiency_codes() else value
