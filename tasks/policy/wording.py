"""What the codes of a policy are called in plain English and Japanese, for a person who signs or reads it."""

from tasks.case.bilingual import Said
from tasks.case.grounds import ExistenceExclusion, RefusalGround
from tasks.case.paper_words import PAGES

KINDS_IN_ACT = {
    "purpose_notice": Said("notice of the purpose of use (Art. 32(2))", "利用目的の通知（法第32条第2項）"),
    "disclosure": Said("disclosure (Art. 33(1))", "開示（法第33条第1項）"),
    "tp_records": Said(
        "disclosure of records of third-party provision (Art. 33(5))", "第三者提供記録の開示（法第33条第5項）"
    ),
    "correction": Said("correction, addition or deletion (Art. 34(1))", "訂正、追加又は削除（法第34条第1項）"),
    "suspend_erase": Said("suspension of use or erasure (Art. 35(1), (5))", "利用停止又は消去（法第35条第1項・第5項）"),
    "stop_provision": Said(
        "stop of provision to third parties (Art. 35(3), (5))", "第三者提供の停止（法第35条第3項・第5項）"
    ),
}
CHANNELS = {
    "post": Said("post", "郵送"),
    "email": Said("e-mail", "電子メール"),
    "web": Said("the web form", "ウェブフォーム"),
    "counter": Said("the counter", "窓口への持参"),
    "inquiry_form": Said("the inquiry form", "お問い合わせフォーム"),
    "phone": Said("telephone", "電話"),
    "fax": Said("fax", "ファクス"),
}
PAPERS = PAGES | {
    "my_number_card": Said("My Number card (front only)", "マイナンバーカード（表面のみ）"),
    "other_official": Said("another official document", "その他の公的書類"),
}
DOCUMENT_FORMS = {"original": Said("original", "原本"), "copy": Said("copy", "写し")}
DEMANDED_BY = {
    "policy": Said("the published text", "公表文"),
    "law": Said("law", "法令"),
    "ours": Said("our own choice", "当方の判断"),
}
COUNTED_BY = {
    "request": Said("for each written request", "請求1件につき"),
    "kind": Said("for each kind of request", "請求の種類ごとに"),
    "name": Said("for each name under which data is searched", "検索する氏名ごとに"),
}
WRONG_FEE = {
    "keep": Said("the excess is kept", "超過分は返還しません"),
    "return_excess": Said("the excess is returned", "超過分を返還します"),
    "ask_exact": Said("the exact amount is asked for", "正しい額のご送付をお願いします"),
    "notify": Said("the sender is told and may send the rest", "不足をお知らせします"),
    "return": Said("it is returned", "返却します"),
}
REPLY_METHODS = {
    "sealed_letter": Said("by sealed letter", "封書で"),
    "registered_letter": Said("by registered letter", "書留郵便で"),
    "letter": Said("by letter", "書面で"),
    "email": Said("by e-mail", "電子メールで"),
}
REPLY_TO = {
    "person_address_on_form": Said("the person's address on the form", "請求書に記載された本人の住所宛て"),
    "person_address_on_id": Said(
        "the person's address on the identity document", "本人確認書類に記載された本人の住所宛て"
    ),
    "requester": Said("whoever asks", "請求者宛て"),
}
RETENTION_DATA = {
    "id_copy": Said("copies of identity documents", "本人確認書類の写し"),
    "authority": Said("papers on an agent's authority", "代理権を証する書類"),
    "form": Said("request forms", "請求書"),
    "fee_ledger": Said("the ledger of fees", "手数料の台帳"),
    "decision_record": Said("records of decisions", "決定の記録"),
}
RETENTION_ACTIONS = {
    "destroy": Said("destroyed", "廃棄します"),
    "return": Said("returned", "返却します"),
    "keep": Said("kept", "保存します"),
}
TRIGGERS = {"received": Said("receipt", "受領"), "closed": Said("the case's end", "終結")}
LAPSE = {"withdrawn": Said("withdrawn", "取り下げ"), "refused": Said("refused", "拒否")}
OUTCOMES = {
    "disclose": Said("a disclosure", "開示"),
    "disclose_partly": Said("a disclosure in part", "一部開示"),
    "refuse": Said("a refusal", "不開示等"),
    "any": Said("any answer", "全ての回答"),
}
DUTIES = {
    "intake": Said("intake", "受付"),
    "decision": Said("decision", "決定"),
    "approval": Said("approval", "承認"),
    "release": Said("release of letters", "通知書の送付許可"),
    "dispatch": Said("dispatch", "発送"),
}
LANGUAGES = {"en": Said("English", "英語"), "ja": Said("Japanese", "日本語")}
CLAUSES = {
    RefusalGround.HARM_TO_RIGHTS: Said("Act Art. 33(2)(i)", "法第33条第2項第1号"),
    RefusalGround.SERIOUS_HINDRANCE: Said("Act Art. 33(2)(ii)", "法第33条第2項第2号"),
    RefusalGround.LAW_VIOLATION: Said("Act Art. 33(2)(iii)", "法第33条第2項第3号"),
    RefusalGround.HINDRANCE: Said(
        "Act Art. 33(2)(ii) without its word “seriously”: wider than the law",
        "法第33条第2項第2号の「著しい」を欠き、法より広い",
    ),
}
NO_CLAUSE = Said("no clause of Act Art. 33(2)", "法第33条第2項に該当する号なし")
EXCLUSIONS: dict[str, Said] = {
    ExistenceExclusion.HARM_TO_PERSON: Said("harm to a person", "生命・身体・財産への危害"),
    ExistenceExclusion.ENCOURAGES_WRONG: Said("encourages wrong", "違法・不当行為の助長"),
    ExistenceExclusion.NATIONAL_SECURITY: Said("national security", "国の安全等"),
    ExistenceExclusion.PUBLIC_SAFETY: Said("public safety", "公共の安全と秩序"),
}

NONE = Said("None.", "なし。")
OPEN_KEYS = {
    "requests.kinds": Said("which requests are accepted", "受け付ける請求の種類"),
    "requests.channels": Said("by which way a request comes", "請求の送付方法"),
    "requests.prescribed_form_needed": Said("whether a prescribed form is needed", "所定の請求書の要否"),
    "requests.days_to_answer": Said("how long a request may be mended", "不備を補正できる期間"),
    "identity.accepted": Said("which identity documents are taken", "本人確認書類の種類"),
    "agent.allowed": Said("whether and how agents may ask", "代理人による請求の可否と方法"),
    "fee.kinds": Said("whether a fee is asked", "手数料の有無"),
    "fee.amount_yen": Said("the fee's amount", "手数料の額"),
    "fee.means": Said("by which means a fee is paid", "手数料の納付方法"),
    "reply.method": Said("how the answer goes out", "回答の方法"),
    "reply.to": Said("to whom the answer goes", "回答の宛先"),
    "reply.promise_days": Said("when the answer comes", "回答の時期"),
    "reply.promise_text_ja": Said("the promise in the company's own Japanese", "回答時期の日本語の文言"),
    "contact.desk_en": Said("the desk's name", "窓口の名称"),
    "contact.desk_ja": Said("the desk's Japanese name", "窓口の日本語名"),
    "contact.address_en": Said("the desk's address", "窓口の所在地"),
}
