"""The sentence and the name of every kind of event, in English and Japanese; `{names}` are the event's own facts."""

from tasks.case.bilingual import Said
from tasks.case.happened import EventKind

E = EventKind
SENTENCES: dict[EventKind, Said] = {
    E.PACKET_REGISTERED: Said("{who} registered packet {packet}.", "{who} が受領物 {packet} を登録しました。"),
    E.PACKET_SEALED: Said(
        "{who} sealed packet {packet} as it came.", "{who} が受領物 {packet} を原本のまま封緘しました。"
    ),
    E.PACKET_REPEATED: Said(
        "Packet {packet} came again and was not taken twice.",
        "受領物 {packet} が再び届きましたが、重ねて受け付けていません。",
    ),
    E.PACKET_RETURNED: Said("Packet {packet} came back from quarantine.", "受領物 {packet} が隔離から戻されました。"),
    E.PACKET_QUARANTINED: Said(
        "{who} put packet {packet} into quarantine.", "{who} が受領物 {packet} を隔離しました。"
    ),
    E.PACKET_OPENED: Said(
        "{who} opened packet {packet} as page pictures.", "{who} が受領物 {packet} を頁画像に展開しました。"
    ),
    E.PACKET_READ: Said("{who} read packet {packet}.", "{who} が受領物 {packet} を読み取りました。"),
    E.PACKET_REDACTED: Said(
        "{who} redacted packet {packet} and verified the result.",
        "{who} が受領物 {packet} の保有できない記載を塗りつぶし、結果を検証しました。",
    ),
    E.MY_NUMBER_DESTROYED: Said(
        "{who} destroyed the original of packet {packet}, which bore a My Number.",
        "{who} が個人番号の記載のある受領物 {packet} の原画像を廃棄しました。",
    ),
    E.PACKET_SPLIT: Said(
        "{who} parted batch {packet} into {parts}.", "{who} が一括スキャン {packet} を {parts} に分割しました。"
    ),
    E.CASE_OPENED: Said(
        "{who} opened the case: {kinds}; {disposition}; due on {due_on}.",
        "{who} が案件を開始しました（{kinds}、{disposition}、期限 {due_on}）。",
    ),
    E.SUPPLEMENT_JOINED: Said(
        "Packet {packet}, arrived on {arrived_on}, joined the case: {disposition}.",
        "{arrived_on} に届いた受領物 {packet} を案件に加えました（{disposition}）。",
    ),
    E.CASE_LAPSED: Said(
        "Nothing came until {asked_until}: {lapse}.", "{asked_until} までに補正がありませんでした（{lapse}）。"
    ),
    E.FEE_MOVED: Said(
        "{who} entered for the fee: {move}, {yen} yen.", "{who} が手数料を記帳しました（{move}、{yen}円）。"
    ),
    E.RUN_CREATED: Said(
        "{who} put the case before people in Prefect.", "{who} が Prefect に担当者の待ち画面を作成しました。"
    ),
    E.RUN_TAKEN_UP: Said("{who} took the case up again in Prefect.", "{who} が Prefect で案件の処理を再開しました。"),
    E.ANSWERED: Said("{who} answered at '{step}': {choices}.", "{who} が「{step}」に回答しました：{choices}。"),
    E.ANSWER_REFUSED: Said(
        "An answer at '{step}' was sent back ({complaints} reason(s)).",
        "「{step}」への回答を差し戻しました（指摘 {complaints} 件）。",
    ),
    E.HELD_DATA_SEARCHED: Said(
        "{who} searched the held data: {found} record(s), {near} near match(es).",
        "{who} が保有個人データを検索しました（該当 {found} 件、類似 {near} 件）。",
    ),
    E.HELD_RECORD_JUDGED: Said(
        "{who} said whose near match {position} of the held data is.",
        "{who} が保有個人データの候補 {position} について、ご本人のものかどうかを判断しました。",
    ),
    E.HELD_DATA_BROUGHT: Said(
        "{who} brought {records} record(s) from the system {source}, searched by hand.",
        "{who} が手作業で検索したシステム {source} の記録 {records} 件を取り込みました。",
    ),
    E.CORRECTION_RECORDED: Said("{who} recorded what was corrected.", "{who} が訂正等の内容を記録しました。"),
    E.LANGUAGE_CHANGED: Said(
        "{who} set the language of the letters: {language}.", "{who} が書面の言語を{language}に変更しました。"
    ),
    E.ORDERS_WRITTEN: Said("{who} wrote work orders: {orders}.", "{who} が作業指示書 {orders} を作成しました。"),
    E.ORDER_CHANGED: Said(
        "{who} changed the instruction of work order {order}.", "{who} が作業指示書 {order} の指示内容を変更しました。"
    ),
    E.ORDER_SEEN: Said("{who} took work order {order}.", "{who} が作業指示書 {order} を取得しました。"),
    E.ORDER_DONE: Said(
        "{who} recorded what was done on {done_on} for work order {order}: {items} item(s).",
        "{who} が作業指示書 {order} の実施内容（{done_on} 実施、{items} 件）を記録しました。",
    ),
    E.ORDER_UNNEEDED: Said(
        "{who} recorded for work order {order}: nothing had to be changed in this system.",
        "{who} が作業指示書 {order} について、システムに変更の必要がなかったことを記録しました。",
    ),
    E.ORDER_WITHDRAWN: Said("{who} withdrew work order {order}.", "{who} が作業指示書 {order} を取り下げました。"),
    E.LETTER_WRITTEN: Said(
        "{who} wrote letter {letter} ({letter_kind}).", "{who} が書面 {letter}（{letter_kind}）を作成しました。"
    ),
    E.LETTERS_COMPLETE: Said("All letters are written ({occasion}).", "書面がすべてそろいました（{occasion}）。"),
    E.LETTERS_RELEASED: Said("{who} put the letters out to be posted.", "{who} が書面を発送用に出力しました。"),
    E.LETTER_WITHDRAWN: Said("{who} withdrew letter {letter}.", "{who} が書面 {letter} を取り下げました。"),
    E.NOTICE_ASKED: Said(
        "{who} asked for a notice ({occasion}).", "{who} がお知らせ（{occasion}）の作成を指示しました。"
    ),
    E.NOTICE_RELEASED: Said("{who} released notice {letters}.", "{who} がお知らせ {letters} の発送を承認しました。"),
    E.NOTICE_POSTED: Said("{who} posted notice {letter}.", "{who} がお知らせ {letter} を発送しました。"),
    E.PACKAGE_FETCHED: Said(
        "{who} fetched the electronic answer of letter {letter}.",
        "{who} が書面 {letter} の電子データを取り出しました。",
    ),
    E.PACKAGE_SENT: Said(
        "{who} sent the electronic answer of letter {letter} ({means}).",
        "{who} が書面 {letter} の電子データを送付しました（{means}）。",
    ),
    E.LETTER_RETURNED: Said("Letter {letter} came back.", "書面 {letter} が返戻されました。"),
    E.REISSUE_ASKED: Said(
        "{who} asked for letter {letter} to be issued again: {why}.",
        "{who} が書面 {letter} の再発行を求めました（{why}）。",
    ),
    E.OUTBOX_SEEN: Said("{who} took {file} of {day}.", "{who} が {day} の {file} を取り出しました。"),
    E.EVIDENCE_SEEN: Said("{who} looked at {what}.", "{who} が{what}を閲覧しました。"),
    E.LETTER_SEEN: Said("{who} looked at letter {letter}.", "{who} が書面 {letter} を閲覧しました。"),
    E.UNMASKED: Said(
        "{who} looked at a place on page {page} of packet {packet} without its redaction.",
        "{who} が受領物 {packet} の {page} 頁の塗りつぶし箇所を解除して閲覧しました。",
    ),
    E.FIELD_EDITED: Said("{who} corrected the field '{field}'.", "{who} が項目「{field}」の読取り内容を修正しました。"),
    E.REDACTION_EDITED: Said(
        "{who} changed the redactions of page {page} of packet {packet}.",
        "{who} が受領物 {packet} の {page} 頁の塗りつぶし範囲を修正しました。",
    ),
    E.CHECKED_AGAIN: Said("{who} checked the case again.", "{who} が案件を再点検しました。"),
    E.CODE_ISSUED: Said(
        "{who} was given a signing code for '{asking}'.", "{who} に「{asking}」の署名コードを発行しました。"
    ),
    E.EXTENSION_ASKED: Said("{who} asked for more time.", "{who} が期限の延長を申請しました。"),
    E.ASSIGNED: Said("{who} assigned '{asking}' to {to}.", "{who} が「{asking}」の担当を {to} にしました。"),
    E.REMINDED: Said("{who} reminded {to}.", "{who} が {to} に督促しました。"),
    E.DUE_TOLD: Said(
        "{who} told Prefect's automations: {urgency}, due on {due_on}.",
        "{who} が Prefect の自動化に通知しました（{urgency}、期限 {due_on}）。",
    ),
    E.SIGNED_IN: Said("{who} signed in.", "{who} がサインインしました。"),
    E.SIGN_IN_REFUSED: Said("A sign-in was refused.", "サインインを拒否しました。"),
    E.SIGNED_OUT: Said("{who} signed out.", "{who} がサインアウトしました。"),
    E.ACCOUNT_CHANGED: Said("{who} changed the account {handle}.", "{who} がアカウント {handle} を変更しました。"),
    E.AUDIT_EXPORTED: Said("{who} exported the record.", "{who} が記録を出力しました。"),
    E.CHAIN_VERIFIED: Said(
        "{who} verified the chain of {events} events: {problems} problem(s).",
        "{who} が記録の連鎖 {events} 件を検証しました（問題 {problems} 件）。",
    ),
    E.SAMPLE_DATA_MADE: Said(
        "{who} made up cases to show the pages; they are nobody's.",
        "{who} が画面確認用の見本データ（架空の案件）を作成しました。",
    ),
    E.CASE_CLOSED: Said("{who} closed the case.", "{who} が案件を終結しました。"),
}
# What an event is called by itself, in a history or a list to choose from.
NAMES: dict[str, Said] = {
    E.PACKET_REGISTERED: Said("Papers arrived", "書類の到着"),
    E.PACKET_SEALED: Said("Papers sealed", "書類の封緘"),
    E.PACKET_REPEATED: Said("The same papers arrived again", "同じ書類の再到着"),
    E.PACKET_RETURNED: Said("Papers came back from quarantine", "隔離からの復帰"),
    E.PACKET_QUARANTINED: Said("Papers put into quarantine", "書類の隔離"),
    E.PACKET_OPENED: Said("Papers opened", "書類の展開"),
    E.PACKET_READ: Said("Papers read", "書類の読取り"),
    E.PACKET_REDACTED: Said("Papers redacted", "書類の塗りつぶし"),
    E.MY_NUMBER_DESTROYED: Said("My Number destroyed", "個人番号の廃棄"),
    E.PACKET_SPLIT: Said("Scan parted into envelopes", "封筒ごとの分割"),
    E.CASE_OPENED: Said("Case opened", "案件の受付"),
    E.SUPPLEMENT_JOINED: Said("Later papers joined", "追加書類の受入れ"),
    E.CASE_LAPSED: Said("Time for an answer ran out", "補正期限の経過"),
    E.FEE_MOVED: Said("Fee moved", "手数料の取扱い"),
    E.RUN_CREATED: Said("Run created", "実行の作成"),
    E.RUN_TAKEN_UP: Said("Run taken up again", "実行の再開"),
    E.ANSWERED: Said("Answered", "回答"),
    E.ANSWER_REFUSED: Said("Answer sent back", "回答の差戻し"),
    E.HELD_DATA_SEARCHED: Said("Held data searched", "保有データの検索"),
    E.HELD_RECORD_JUDGED: Said("Near match judged", "候補の確認"),
    E.HELD_DATA_BROUGHT: Said("Held data brought by hand", "保有データの取込み"),
    E.CORRECTION_RECORDED: Said("Correction recorded", "訂正等の内容の記録"),
    E.LANGUAGE_CHANGED: Said("Language of the letters changed", "書面の言語の変更"),
    E.ORDERS_WRITTEN: Said("Work orders written", "作業指示書の作成"),
    E.ORDER_CHANGED: Said("Work order changed", "作業指示書の変更"),
    E.ORDER_SEEN: Said("Work order taken", "作業指示書の取得"),
    E.ORDER_DONE: Said("Work recorded", "実施内容の記録"),
    E.ORDER_UNNEEDED: Said("Nothing had to be changed", "変更不要の記録"),
    E.ORDER_WITHDRAWN: Said("Work order withdrawn", "作業指示書の取下げ"),
    E.LETTER_WRITTEN: Said("Letter written", "書面の作成"),
    E.LETTERS_COMPLETE: Said("Letters complete", "書面の作成完了"),
    E.LETTERS_RELEASED: Said("Letters put into the outbox", "書面の発送準備"),
    E.LETTER_WITHDRAWN: Said("Letter withdrawn", "書面の取下げ"),
    E.NOTICE_ASKED: Said("Notice asked for", "お知らせの作成指示"),
    E.NOTICE_RELEASED: Said("Notice released", "お知らせの発送の承認"),
    E.NOTICE_POSTED: Said("Notice posted", "お知らせの発送"),
    E.PACKAGE_FETCHED: Said("Electronic answer fetched", "電子データの取出し"),
    E.PACKAGE_SENT: Said("Electronic answer sent", "電子データの送付"),
    E.LETTER_RETURNED: Said("Letter came back", "書面の返戻"),
    E.REISSUE_ASKED: Said("Letter asked for once more", "書面の再発行の申出"),
    E.OUTBOX_SEEN: Said("File of the outbox taken", "発送用ファイルの取出し"),
    E.EVIDENCE_SEEN: Said("Evidence looked at", "証拠画面の閲覧"),
    E.LETTER_SEEN: Said("Letter looked at", "書面の閲覧"),
    E.UNMASKED: Said("Looked at without redaction", "塗りつぶしを解除した閲覧"),
    E.FIELD_EDITED: Said("Field edited", "項目の修正"),
    E.REDACTION_EDITED: Said("Redaction edited", "塗りつぶしの変更"),
    E.CHECKED_AGAIN: Said("Checked again", "再確認"),
    E.CODE_ISSUED: Said("Signing code given out", "署名コードの発行"),
    E.EXTENSION_ASKED: Said("More time asked for", "期限延長の申出"),
    E.ASSIGNED: Said("Assigned", "担当の割当て"),
    E.REMINDED: Said("Reminder sent", "督促の通知"),
    E.DUE_TOLD: Said("Prefect told of the due day", "期限の Prefect への通知"),
    E.SIGNED_IN: Said("Signed in", "サインイン"),
    E.SIGN_IN_REFUSED: Said("Sign-in refused", "サインインの拒否"),
    E.SIGNED_OUT: Said("Signed out", "サインアウト"),
    E.ACCOUNT_CHANGED: Said("Account changed", "アカウントの変更"),
    E.AUDIT_EXPORTED: Said("Record exported", "記録の出力"),
    E.CHAIN_VERIFIED: Said("Chain verified", "連鎖の検証"),
    E.SAMPLE_DATA_MADE: Said("Sample data made", "見本データの作成"),
    E.CASE_CLOSED: Said("Case closed", "案件の完了"),
}
