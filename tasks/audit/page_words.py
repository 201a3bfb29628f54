"""The titles and standing sentences of the auditor's pages, in English and Japanese."""

from tasks.policy.wording import Words

RECORD = Words("Record of a request", "開示等請求の処理記録")
LEDGER = Words("Ledger of requests", "開示等請求受付台帳")
SECTIONS = {
    "request": Words("The request", "請求の概要"),
    "packets": Words("What was received", "受領物"),
    "checks": Words("How it was checked", "本人確認等の点検結果"),
    "answers": Words("What people answered", "担当者の回答・決定"),
    "grounds": Words("Grounds in the policy's words", "理由（規程の文言）"),
    "letters": Words("Letters", "書面"),
    "fees": Words("Fee", "手数料"),
    "seen": Words("Who looked at what", "証拠の閲覧"),
    "unmasked": Words("Looked at without redaction", "塗りつぶしを解除した閲覧"),
    "fields": Words("Corrected readings", "読取りの修正"),
    "redactions": Words("Changed redactions", "塗りつぶしの修正"),
    "events": Words("Everything that happened", "経過（全記録）"),
    "annex": Words("Annex: digests in full", "別紙：ダイジェスト値（全桁）"),
}
COLUMNS = {
    "number": Words("No.", "番号"),
    "when": Words("When (JST)", "日時"),
    "who": Words("Who", "担当者"),
    "what": Words("What", "内容"),
    "step": Words("Step", "手続"),
    "answer": Words("Answer", "回答"),
    "reason": Words("Reason given", "記入された理由"),
    "evidence": Words("Evidence seen", "閲覧した証拠"),
    "packet": Words("Packet", "受領物"),
    "channel": Words("By", "方法"),
    "check": Words("Check", "点検項目"),
    "result": Words("Result", "結果"),
    "verdict": Words("Verdict", "判定"),
    "ground": Words("Ground", "理由番号"),
    "text": Words("Text", "文言"),
    "source": Words("Where", "出典"),
    "letter": Words("Letter", "書面番号"),
    "kind": Words("Kind", "種別"),
    "written": Words("Written", "作成日"),
    "state": Words("State", "状態"),
    "instrument": Words("Instrument", "証書等"),
    "move": Words("Entry", "記帳"),
    "yen": Words("Yen", "金額（円）"),
    "on": Words("On", "日付"),
    "times": Words("Times", "回数"),
    "first": Words("First", "最初"),
    "last": Words("Last", "最後"),
    "page": Words("Page", "頁"),
    "field": Words("Field", "項目"),
    "boxes": Words("Boxes", "箇所数"),
    "event": Words("Event", "記録"),
    "policy": Words("Policy", "規程の版"),
    "digest": Words("Digest", "ダイジェスト"),
    "of": Words("Of", "対象"),
}
FACTS = {
    "case": Words("Case", "受付番号"),
    "policy": Words("Policy", "適用した規程"),
    "kinds": Words("Requested", "請求の種別"),
    "agent": Words("By an agent", "代理人による請求"),
    "received": Words("Received", "受付日"),
    "effective": Words("Counts from", "起算日"),
    "due": Words("Internal due", "社内期限"),
    "extended": Words("Extended to", "延長後の期限"),
    "identity": Words("Identity confirmed by", "本人確認の方法"),
    "result": Words("Result", "結果"),
    "decided": Words("Decided", "決定"),
    "approved": Words("Approved by", "承認者"),
    "answered": Words("Answered on", "回答日"),
    "tracking": Words("Tracking number", "引受番号"),
    "exported": Words("Exported", "出力"),
    "period": Words("Received from – to", "受付期間"),
    "requests": Words("Requests", "件数"),
    "events": Words("Events in the chain", "連鎖の記録件数"),
    "head": Words("Head of the chain", "最新記録のダイジェスト"),
    "anchor": Words("Last anchor", "直近の外部控え"),
}
DIGESTS = {
    "event": Words("event", "記録"),
    "evidence": Words("evidence seen", "閲覧した証拠"),
    "sha256": Words("file", "ファイル"),
    "before": Words("before the change", "修正前"),
    "after": Words("after the change", "修正後"),
    "head": Words("head of the chain", "最新記録"),
}
LETTER_STATES = {
    "withdrawn": Words("withdrawn", "取下げ"),
    "by_hand": Words("written by hand", "手書きで作成"),
    "numbered": Words("not written yet", "未作成"),
    "written": Words("written", "作成済み"),
}
SEEN = {
    "evidence_seen": Words("evidence", "証拠の閲覧"),
    "letter_seen": Words("letters", "書面の閲覧"),
    "unmasked": Words("without redaction", "塗りつぶしの解除"),
}
SOUND = Words(
    "At the time of this export the chain of events was sound.", "出力時点で、記録の連鎖に改変は認められません。"
)
BROKEN = Words(
    "At the time of this export the record was NOT sound: {problems} problem(s); run kaiji audit verify.",
    "出力時点で、記録に問題が {problems} 件あります。kaiji audit verify で確認してください。",
)
FIRST_BROKEN = Words(" The first broken event is no. {event}.", "最初の箇所は記録 {event} です。")
WITHOUT_REASONS = Words(
    "Reasons that people wrote in their own words are left out. This page names no requester.",
    "担当者が記入した理由の文言は含みません。請求者の氏名・住所等は記載していません。",
)
WITH_REASONS = Words(
    "Includes reasons that people wrote in their own words: they may hold personal data, so handle this page as such.",
    "担当者が記入した理由の文言を含みます。個人情報が含まれ得るため、取扱いにご注意ください。",
)
LEDGER_NOTE = Words("This ledger names no requester.", "本台帳に請求者の氏名・住所等は記載していません。")
NONE = Words("None.", "なし。")
EXPORTED = Words("{at} by {person}", "{at}（{person}）")
DECIDED = Words("{at} by {person}", "{at}（{person}）")
