"""What the codes of a policy are called in plain English and Japanese, for a person who signs or reads it."""

from collections.abc import Iterable
from typing import NamedTuple

from tasks.case.grounds import ExistenceExclusion, RefusalGround


class Words(NamedTuple):
    """One thing said in English and in Japanese."""

    en: str
    ja: str


KINDS = {
    "purpose_notice": Words("notice of the purpose of use (Art. 32(2))", "利用目的の通知（法第32条第2項）"),
    "disclosure": Words("disclosure (Art. 33(1))", "開示（法第33条第1項）"),
    "correction": Words("correction, addition or deletion (Art. 34(1))", "訂正、追加又は削除（法第34条第1項）"),
    "suspend_erase": Words(
        "suspension of use or erasure (Art. 35(1), (5))", "利用停止又は消去（法第35条第1項・第5項）"
    ),
    "stop_provision": Words(
        "stop of provision to third parties (Art. 35(3), (5))", "第三者提供の停止（法第35条第3項・第5項）"
    ),
}
SHORT_KINDS = {
    "purpose_notice": Words("purpose notice", "利用目的の通知"),
    "disclosure": Words("disclosure", "開示"),
    "correction": Words("correction", "訂正等"),
    "suspend_erase": Words("suspension or erasure", "利用停止等"),
    "stop_provision": Words("stop of provision", "第三者提供の停止"),
}
CHANNELS = {
    "post": Words("post", "郵送"),
    "email": Words("e-mail", "電子メール"),
    "web": Words("the web form", "ウェブフォーム"),
    "counter": Words("the counter", "窓口への持参"),
    "inquiry_form": Words("the inquiry form", "お問い合わせフォーム"),
    "phone": Words("telephone", "電話"),
    "fax": Words("fax", "ファクス"),
}
PAPERS = {
    "licence": Words("driver's licence", "運転免許証"),
    "passport": Words("passport", "旅券（パスポート）"),
    "juki_card": Words("Basic Resident Registration card", "住民基本台帳カード"),
    "health_insurance": Words("health insurance card", "健康保険証"),
    "shikaku_kakuninsho": Words("confirmation of insurance eligibility", "資格確認書"),
    "my_number_card": Words("My Number card (front only)", "マイナンバーカード（表面のみ）"),
    "juminhyo": Words("copy of the resident record", "住民票の写し"),
    "zairyu": Words("residence card", "在留カード"),
    "tokubetsu_eiju": Words("special permanent resident certificate", "特別永住者証明書"),
    "pension_book": Words("pension book", "年金手帳"),
    "koseki": Words("family register", "戸籍謄本又は抄本"),
    "koken_toki": Words("certificate of registered guardianship matters", "登記事項証明書（後見登記）"),
    "poa": Words("power of attorney", "委任状"),
    "other_official": Words("another official document", "その他の公的書類"),
}
DOCUMENT_FORMS = {"original": Words("original", "原本"), "copy": Words("copy", "写し")}
RELATIONS = {
    "delegated": Words("an agent delegated by the person", "本人が委任した代理人"),
    "minor": Words("a minor's statutory agent", "未成年者の法定代理人"),
    "guardian": Words("an adult ward's guardian", "成年被後見人の法定代理人"),
}
MARKS = {
    "domicile": Words("domicile of origin", "本籍"),
    "my_number": Words("My Number", "個人番号"),
    "my_number_qr": Words("the code that carries My Number", "個人番号のQRコード"),
    "insurer_number": Words("insurer's number", "保険者番号"),
    "insurance_symbol_number": Words("symbol and number of insurance", "被保険者等記号・番号"),
    "insurance_qr": Words("code on the insurance card", "保険証のQRコード"),
    "pension_number": Words("basic pension number", "基礎年金番号"),
    "organ_donor": Words("will to donate organs", "臓器提供の意思表示"),
    "household_member": Words("other members of the household", "本人以外の世帯員"),
}
DEMANDED_BY = {
    "policy": Words("the published text", "公表文"),
    "law": Words("law", "法令"),
    "ours": Words("our own choice", "当方の判断"),
}
MEANS = {
    "teigaku_kogawase": Words("fixed-denomination postal order", "定額小為替"),
    "futsu_kogawase": Words("ordinary postal order", "普通為替"),
    "stamps": Words("postage stamps", "郵便切手"),
    "cash": Words("cash", "現金"),
    "transfer": Words("bank transfer", "銀行振込"),
}
COUNTED_BY = {
    "request": Words("for each written request", "請求1件につき"),
    "kind": Words("for each kind of request", "請求の種類ごとに"),
    "name": Words("for each name under which data is searched", "検索する氏名ごとに"),
}
WRONG_FEE = {
    "keep": Words("the excess is kept", "超過分は返還しません"),
    "return_excess": Words("the excess is returned", "超過分を返還します"),
    "ask_exact": Words("the exact amount is asked for", "正しい額のご送付をお願いします"),
    "notify": Words("the sender is told and may send the rest", "不足をお知らせします"),
    "return": Words("it is returned", "返却します"),
}
REPLY_METHODS = {
    "sealed_letter": Words("by sealed letter", "封書で"),
    "registered_letter": Words("by registered letter", "書留郵便で"),
    "letter": Words("by letter", "書面で"),
    "email": Words("by e-mail", "電子メールで"),
}
REPLY_TO = {
    "person_address_on_form": Words("the person's address on the form", "請求書に記載された本人の住所宛て"),
    "person_address_on_id": Words(
        "the person's address on the identity document", "本人確認書類に記載された本人の住所宛て"
    ),
    "requester": Words("whoever asks", "請求者宛て"),
}
RETENTION_DATA = {
    "id_copy": Words("copies of identity documents", "本人確認書類の写し"),
    "authority": Words("papers on an agent's authority", "代理権を証する書類"),
    "form": Words("request forms", "請求書"),
    "fee_ledger": Words("the ledger of fees", "手数料の台帳"),
    "decision_record": Words("records of decisions", "決定の記録"),
}
RETENTION_ACTIONS = {
    "destroy": Words("destroyed", "廃棄します"),
    "return": Words("returned", "返却します"),
    "keep": Words("kept", "保存します"),
}
TRIGGERS = {"received": Words("receipt", "受領"), "closed": Words("the case's end", "終結")}
LAPSE = {"withdrawn": Words("withdrawn", "取り下げ"), "refused": Words("refused", "拒否")}
OUTCOMES = {
    "disclose": Words("a disclosure", "開示"),
    "disclose_partly": Words("a disclosure in part", "一部開示"),
    "refuse": Words("a refusal", "不開示等"),
    "any": Words("any answer", "全ての回答"),
}
DUTIES = {
    "intake": Words("intake", "受付"),
    "decision": Words("decision", "決定"),
    "approval": Words("approval", "承認"),
    "release": Words("release of letters", "通知書の送付許可"),
    "dispatch": Words("dispatch", "発送"),
}
LANGUAGES = {"en": Words("English", "英語"), "ja": Words("Japanese", "日本語")}
CLAUSES = {
    RefusalGround.HARM_TO_RIGHTS: Words("Act Art. 33(2)(i)", "法第33条第2項第1号"),
    RefusalGround.SERIOUS_HINDRANCE: Words("Act Art. 33(2)(ii)", "法第33条第2項第2号"),
    RefusalGround.LAW_VIOLATION: Words("Act Art. 33(2)(iii)", "法第33条第2項第3号"),
    RefusalGround.HINDRANCE: Words(
        "Act Art. 33(2)(ii) without its word “seriously”: wider than the law",
        "法第33条第2項第2号の「著しい」を欠き、法より広い",
    ),
}
NO_CLAUSE = Words("no clause of Act Art. 33(2)", "法第33条第2項に該当する号なし")
EXCLUSIONS: dict[str, Words] = {
    ExistenceExclusion.HARM_TO_PERSON: Words("harm to a person", "生命・身体・財産への危害"),
    ExistenceExclusion.ENCOURAGES_WRONG: Words("encourages wrong", "違法・不当行為の助長"),
    ExistenceExclusion.NATIONAL_SECURITY: Words("national security", "国の安全等"),
    ExistenceExclusion.PUBLIC_SAFETY: Words("public safety", "公共の安全と秩序"),
}

NONE = Words("None.", "なし。")
OPEN_KEYS = {
    "requests.kinds": Words("which requests are accepted", "受け付ける請求の種類"),
    "requests.channels": Words("by which way a request comes", "請求の送付方法"),
    "requests.prescribed_form_needed": Words("whether a prescribed form is needed", "所定の請求書の要否"),
    "requests.days_to_answer": Words("how long a request may be mended", "不備を補正できる期間"),
    "identity.accepted": Words("which identity documents are taken", "本人確認書類の種類"),
    "agent.allowed": Words("whether and how agents may ask", "代理人による請求の可否と方法"),
    "fee.kinds": Words("whether a fee is asked", "手数料の有無"),
    "fee.amount_yen": Words("the fee's amount", "手数料の額"),
    "fee.means": Words("by which means a fee is paid", "手数料の納付方法"),
    "reply.method": Words("how the answer goes out", "回答の方法"),
    "reply.to": Words("to whom the answer goes", "回答の宛先"),
    "reply.promise_days": Words("when the answer comes", "回答の時期"),
    "reply.promise_text_ja": Words("the promise in the company's own Japanese", "回答時期の日本語の文言"),
    "contact.desk_en": Words("the desk's name", "窓口の名称"),
    "contact.desk_ja": Words("the desk's Japanese name", "窓口の日本語名"),
    "contact.address_en": Words("the desk's address", "窓口の所在地"),
}


def listed(names: dict[str, Words], codes: Iterable[str]) -> Words:
    """A list of things by their codes; a code that has no name stands for itself."""
    found = [names.get(code, Words(code, code)) for code in codes]
    return Words(", ".join(each.en for each in found), "、".join(each.ja for each in found))


def named(names: dict[str, Words], code: str) -> Words:
    """One thing by its code."""
    return listed(names, (code,))
