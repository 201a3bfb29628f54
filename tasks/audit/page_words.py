"""The titles and standing sentences of the auditor's pages, in English and Japanese."""

from tasks.case.bilingual import Said

RECORD = Said("Record of a request", "開示等請求の処理記録")
LEDGER = Said("Ledger of requests", "開示等請求受付台帳")
SECTIONS = {
    "request": Said("The request", "請求の概要"),
    "packets": Said("What was received", "受領物"),
    "checks": Said("How it was checked", "本人確認等の点検結果"),
    "answers": Said("What people answered", "担当者の回答・決定"),
    "grounds": Said("Grounds in the policy's words", "理由（規程の文言）"),
    "letters": Said("Letters", "書面"),
    "fees": Said("Fee", "手数料"),
    "seen": Said("Who looked at what", "証拠の閲覧"),
    "unmasked": Said("Looked at without redaction", "塗りつぶしを解除した閲覧"),
    "fields": Said("Corrected readings", "読取りの修正"),
    "redactions": Said("Changed redactions", "塗りつぶしの修正"),
    "events": Said("Everything that happened", "経過（全記録）"),
    "annex": Said("Annex: digests in full", "別紙：ダイジェスト値（全桁）"),
}
COLUMNS = {
    "number": Said("No.", "番号"),
    "when": Said("When (JST)", "日時"),
    "who": Said("Who", "担当者"),
    "what": Said("What", "内容"),
    "step": Said("Step", "手続"),
    "answer": Said("Answer", "回答"),
    "reason": Said("Reason given", "記入された理由"),
    "evidence": Said("Evidence seen", "閲覧した証拠"),
    "packet": Said("Packet", "受領物"),
    "channel": Said("By", "方法"),
    "check": Said("Check", "点検項目"),
    "result": Said("Result", "結果"),
    "verdict": Said("Verdict", "判定"),
    "ground": Said("Ground", "理由番号"),
    "text": Said("Text", "文言"),
    "source": Said("Where", "出典"),
    "letter": Said("Letter", "書面番号"),
    "kind": Said("Kind", "種別"),
    "written": Said("Written", "作成日"),
    "state": Said("State", "状態"),
    "instrument": Said("Instrument", "証書等"),
    "move": Said("Entry", "記帳"),
    "yen": Said("Yen", "金額（円）"),
    "on": Said("On", "日付"),
    "times": Said("Times", "回数"),
    "first": Said("First", "最初"),
    "last": Said("Last", "最後"),
    "page": Said("Page", "頁"),
    "field": Said("Field", "項目"),
    "boxes": Said("Boxes", "箇所数"),
    "event": Said("Event", "記録"),
    "policy": Said("Policy", "規程の版"),
    "digest": Said("Digest", "ダイジェスト"),
    "of": Said("Of", "対象"),
}
FACTS = {
    "case": Said("Case", "受付番号"),
    "policy": Said("Policy", "適用した規程"),
    "kinds": Said("Requested", "請求の種別"),
    "agent": Said("By an agent", "代理人による請求"),
    "received": Said("Received", "受付日"),
    "effective": Said("Counts from", "起算日"),
    "due": Said("Internal due", "社内期限"),
    "extended": Said("Extended to", "延長後の期限"),
    "identity": Said("Identity confirmed by", "本人確認の方法"),
    "result": Said("Result", "結果"),
    "decided": Said("Decided", "決定"),
    "approved": Said("Approved by", "承認者"),
    "answered": Said("Answered on", "回答日"),
    "tracking": Said("Tracking number", "引受番号"),
    "exported": Said("Exported", "出力"),
    "period": Said("Received from – to", "受付期間"),
    "requests": Said("Requests", "件数"),
    "events": Said("Events in the chain", "連鎖の記録件数"),
    "head": Said("Head of the chain", "最新記録のダイジェスト"),
    "anchor": Said("Last anchor", "直近の外部控え"),
}
DIGESTS = {
    "event": Said("event", "記録"),
    "evidence": Said("evidence seen", "閲覧した証拠"),
    "sha256": Said("file", "ファイル"),
    "package_sha256": Said("protected file", "パスワード付きファイル"),
    "before": Said("before the change", "修正前"),
    "after": Said("after the change", "修正後"),
    "head": Said("head of the chain", "最新記録"),
}
LETTER_STATES = {
    "withdrawn": Said("withdrawn", "取下げ"),
    "by_hand": Said("written by hand", "手書きで作成"),
    "numbered": Said("not written yet", "未作成"),
    "written": Said("written", "作成済み"),
}
SEEN = {
    "evidence_seen": Said("evidence", "証拠の閲覧"),
    "letter_seen": Said("letters", "書面の閲覧"),
    "unmasked": Said("without redaction", "塗りつぶしの解除"),
}
SOUND = Said(
    "At the time of this export the chain of events was sound.", "出力時点で、記録の連鎖に改変は認められません。"
)
BROKEN = Said(
    "At the time of this export the record was NOT sound: {problems} problem(s); run kaiji audit verify.",
    "出力時点で、記録に問題が {problems} 件あります。kaiji audit verify で確認してください。",
)
FIRST_BROKEN = Said(" The first broken event is no. {event}.", "最初の箇所は記録 {event} です。")
NO_ANCHORS = Said(
    "No anchor had been made before this look: whether the newest events had been taken away until now could not be noticed.",
    "この検証の前に外部控えがないため、これまでに末尾の記録が削除されていても検出できません。",
)
SAMPLE = Said(
    "This case is sample data: it was made up to show the pages, and is nobody's.",
    "この案件は画面確認用の見本データ（架空の案件）です。",
)
SAMPLES = Said(
    "{n} of these requests are sample data: they were made up to show the pages, and are nobody's.",
    "見本データ（画面確認用の架空の案件）を{n}件含みます。",
)
WITHOUT_REASONS = Said(
    "Reasons that people wrote in their own words are left out. This page names no requester.",
    "担当者が記入した理由の文言は含みません。請求者の氏名・住所等は記載していません。",
)
WITH_REASONS = Said(
    "Includes reasons that people wrote in their own words: they may hold personal data, so handle this page as such.",
    "担当者が記入した理由の文言を含みます。個人情報が含まれ得るため、取扱いにご注意ください。",
)
LEDGER_NOTE = Said("This ledger names no requester.", "本台帳に請求者の氏名・住所等は記載していません。")
NONE = Said("None.", "なし。")
EXPORTED = Said("{at} by {person}", "{at}（{person}）")
DECIDED = Said("{at} by {person}", "{at}（{person}）")
