"""The words of each deficiency, in Japanese and in English: what the desk found, and what the requester is asked to do.

Policies may have letters written in either language. No text names a company, a sum or a person, and none refuses anything.
"""

from typing import NamedTuple


class Words(NamedTuple):
    """One deficiency: what was found and its cure, in both languages."""

    what_ja: str
    cure_ja: str
    what_en: str
    cure_en: str


TEXTS: dict[tuple[str, str], Words] = {
    ("form.complete", "missing_signature"): Words(
        "請求書にご署名又はご押印がありませんでした。",
        "請求書にご署名又はご押印のうえ、あらためてお送りください。",
        "The request form bore neither a signature nor a seal.",
        "Please sign or seal the request form and send it again.",
    ),
    ("form.complete", "missing_date"): Words(
        "請求書に請求日のご記入がありませんでした。",
        "請求書に請求日をご記入のうえ、あらためてお送りください。",
        "The request form bore no date of request.",
        "Please enter the date on the request form and send it again.",
    ),
    ("form.complete", "missing_address"): Words(
        "請求書にご本人のご住所のご記入がありませんでした。",
        "請求書にご本人の現住所をご記入のうえ、あらためてお送りください。",
        "The request form did not give the address of the person concerned.",
        "Please enter that person's current address on the request form and send it again.",
    ),
    ("form.kind", "none"): Words(
        "請求書で、ご請求の種類が選択されていませんでした。",
        "請求書で、ご希望のご請求の種類に印をお付けのうえ、あらためてお送りください。",
        "No kind of request was chosen on the request form.",
        "Please tick the kind of request you wish to make and send the form again.",
    ),
    ("identity.kind", "missing"): Words(
        "ご本人の本人確認書類が同封されていませんでした。",
        "有効なご本人の本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
        "No identity document of the person concerned was enclosed.",
        "Please send a copy of a valid identity document of that person, with the registered domicile (本籍) blacked out.",
    ),
    ("identity.kind", "not_accepted"): Words(
        "お送りいただいた書類は、ご本人の本人確認書類としてお取り扱いできないものでした。",
        "当社の定める本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
        "The document sent cannot be accepted as an identity document of the person concerned.",
        "Please send a copy of a document that we accept, with the registered domicile (本籍) blacked out.",
    ),
    ("identity.kind", "too_few"): Words(
        "ご本人の本人確認書類の点数が、当社の定める点数に足りませんでした。",
        "不足する分の本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
        "Fewer identity documents of the person concerned were enclosed than we require.",
        "Please send copies of the documents still lacking, with the registered domicile (本籍) blacked out.",
    ),
    ("identity.validity", "expired"): Words(
        "ご本人の本人確認書類の有効期限が過ぎていました。",
        "有効期限内の本人確認書類の写しをお送りください。",
        "The identity document of the person concerned had expired.",
        "Please send a copy of an identity document that is still valid.",
    ),
    ("identity.validity", "no_longer_valid"): Words(
        "ご本人の本人確認書類は、制度の廃止により現在は効力のないものでした。",
        "運転免許証、マイナンバーカード（表面のみ）など、現在有効な本人確認書類の写しをお送りください。",
        "The identity document of the person concerned is of a kind that the law no longer recognises.",
        "Please send a copy of a document valid today, such as a driving licence or the front of a My Number card.",
    ),
    ("identity.validity", "too_old"): Words(
        "ご本人の本人確認書類は、発行から当社の定める期間が過ぎていました。",
        "当社の定める期間内に発行された書類をお送りください。",
        "The identity document of the person concerned was issued longer ago than we accept.",
        "Please send one that was issued within the period we accept.",
    ),
    ("identity.name", "mismatch"): Words(
        "請求書のお名前と本人確認書類のお名前が一致していませんでした。",
        "請求書のお名前をご確認いただくか、現在のお名前を確認できる本人確認書類の写しをお送りください。",
        "The name on the request form and the name on the identity document differ.",
        "Please check the name on the form, or send a copy of a document that shows the current name.",
    ),
    ("identity.address", "mismatch"): Words(
        "請求書のご住所と本人確認書類のご住所が一致していませんでした。",
        "請求書のご住所をご確認いただくか、現住所を確認できる本人確認書類の写し（変更の記載がある場合は裏面も）をお送りください。",
        "The address on the request form and the address on the identity document differ.",
        "Please check the address on the form, or send a copy of a document that shows the current address "
        "(its back too, if a change is written there).",
    ),
    ("agent.authority", "missing"): Words(
        "代理人の方の代理権を証する書類が同封されていませんでした。",
        "委任状の原本など、代理人の方の区分に応じた書類をお送りください。",
        "No document proving the agent's authority was enclosed.",
        "Please send the document for this kind of agent, such as the original power of attorney.",
    ),
    ("agent.authority", "wrong_document"): Words(
        "お送りいただいた書類では、代理人の方の代理権を確認できませんでした。",
        "代理人の方の区分に応じて、委任状の原本、戸籍謄本の写し、登記事項証明書などをお送りください。",
        "The document sent does not prove the agent's authority.",
        "Please send the document for this kind of agent: the original power of attorney, a copy of the family register, "
        "a certificate of registered guardianship matters, or the like.",
    ),
    ("agent.authority", "wrong_scope"): Words(
        "委任状に、今回のご請求についての委任の記載がありませんでした。",
        "今回のご請求を委任する旨を記載した委任状の原本をお送りください。",
        "The power of attorney does not cover this request.",
        "Please send an original power of attorney that names this request.",
    ),
    ("agent.authority", "undated"): Words(
        "委任状に日付の記載がありませんでした。",
        "日付を記載した委任状の原本をお送りください。",
        "The power of attorney bore no date.",
        "Please send an original power of attorney with its date.",
    ),
    ("agent.authority", "too_old"): Words(
        "代理権を証する書類は、作成又は発行から当社の定める期間が過ぎていました。",
        "当社の定める期間内に作成又は発行された書類をお送りください。",
        "The document proving the agent's authority was made or issued longer ago than we accept.",
        "Please send one that was made or issued within the period we accept.",
    ),
    ("agent.identity", "missing"): Words(
        "代理人の方の本人確認書類が同封されていませんでした。",
        "有効な代理人の方の本人確認書類の写しを、本籍が見えないように塗りつぶしてお送りください。",
        "No identity document of the agent was enclosed.",
        "Please send a copy of a valid identity document of the agent, with the registered domicile (本籍) blacked out.",
    ),
    ("agent.identity", "expired"): Words(
        "代理人の方の本人確認書類が、現在有効なものではありませんでした。",
        "現在有効な代理人の方の本人確認書類の写しをお送りください。",
        "The agent's identity document is not valid today.",
        "Please send a copy of an identity document of the agent that is valid today.",
    ),
    ("agent.identity", "not_accepted"): Words(
        "お送りいただいた書類は、代理人の方の本人確認書類としてお取り扱いできないものでした。",
        "当社の定める代理人の方の本人確認書類の写しをお送りください。",
        "The document sent cannot be accepted as an identity document of an agent.",
        "Please send a copy of a document that we accept from agents.",
    ),
    ("agent.identity", "too_old"): Words(
        "代理人の方の本人確認書類は、発行から当社の定める期間が過ぎていました。",
        "当社の定める期間内に発行された代理人の方の書類をお送りください。",
        "The agent's identity document was issued longer ago than we accept.",
        "Please send one of the agent's that was issued within the period we accept.",
    ),
    ("agent.identity", "too_few"): Words(
        "代理人の方の本人確認書類の点数が、当社の定める点数に足りませんでした。",
        "不足する分の代理人の方の本人確認書類の写しをお送りください。",
        "Fewer identity documents of the agent were enclosed than we require.",
        "Please send copies of the agent's documents still lacking.",
    ),
    ("agent.name", "mismatch"): Words(
        "請求書の代理人のお名前と、代理人の方の本人確認書類のお名前が一致していませんでした。",
        "請求書をご確認いただくか、代理人の方ご自身の本人確認書類の写しをお送りください。",
        "The agent's name on the request form and on the agent's identity document differ.",
        "Please check the form, or send a copy of the agent's own identity document.",
    ),
    ("fee.amount", "missing"): Words(
        "手数料が同封されていませんでした。",
        "所定の額の手数料を、当社の定める方法でお送りください。郵便為替の受取人欄には何も記入しないでください。",
        "The fee was not enclosed.",
        "Please send the fee by the means we accept. Leave the payee of a postal money order blank.",
    ),
    ("fee.amount", "short"): Words(
        "手数料が不足していました。",
        "不足額を、当社の定める方法でお送りください。郵便為替の受取人欄には何も記入しないでください。",
        "The fee was too little.",
        "Please send the amount lacking by the means we accept. Leave the payee of a postal money order blank.",
    ),
    ("fee.amount", "not_exact"): Words(
        "手数料が、所定の額を超えていました。",
        "所定の額ちょうどの手数料をお送りください。お送りいただいた分の扱いは、あわせてお知らせします。",
        "The fee was more than the amount due.",
        "Please send exactly the amount due. We will tell you what becomes of what you sent.",
    ),
    ("fee.amount", "wrong_means"): Words(
        "手数料が、当社の定める方法によるものではありませんでした。",
        "所定の額の手数料を、当社の定める方法でお送りください。",
        "The fee was not paid by a means we accept.",
        "Please send the fee by a means we accept.",
    ),
    ("fee.validity", "expired"): Words(
        "郵便為替の有効期間が過ぎていました。",
        "郵便局で再発行を受けた為替、又は新しい為替をお送りください。",
        "The postal money order had expired.",
        "Please have it reissued at a post office, or send a new one.",
    ),
    ("fee.validity", "payee_filled"): Words(
        "郵便為替の受取人欄にご記入がありました。",
        "受取人欄に何も記入していない為替をお送りください。",
        "The payee of the postal money order was filled in.",
        "Please send one whose payee is left blank.",
    ),
    ("fee.validity", "duplicate"): Words(
        "お送りいただいた郵便為替の番号は、既に受け付けたものと重複していました。",
        "未使用の新しい為替をお送りください。",
        "The number of the postal money order is that of one we received before.",
        "Please send a new one that was not used.",
    ),
}
