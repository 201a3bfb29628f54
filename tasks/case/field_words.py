"""What the fields of a case are called in English and in Japanese, on pages, in records and in letters."""

from tasks.case.bilingual import Said

FIELDS: dict[str, Said] = {
    "request.kinds": Said("What is asked for", "請求の種類"),
    "request.date": Said("Date of the request", "請求日"),
    "form.signature": Said("Signature or seal", "署名・押印"),
    "form.other_name": Said("Another name on a form", "請求書の別の氏名"),
    "form.policy": Said("Company of the form", "様式の宛先"),
    "slip.case": Said("Case on the return slip", "返送票の案件番号"),
    "person.name": Said("Name", "氏名"),
    "person.kana": Said("Name in kana", "フリガナ"),
    "person.postcode": Said("Postcode", "郵便番号"),
    "person.address": Said("Address", "住所"),
    "person.birth_date": Said("Birth date", "生年月日"),
    "person.phone": Said("Telephone", "電話番号"),
    "person.email": Said("E-mail address", "メールアドレス"),
    "person.customer_number": Said("Customer number", "会員番号・お客様番号"),
    "agent.name": Said("Agent's name", "代理人の氏名"),
    "agent.kana": Said("Agent's name in kana", "代理人のフリガナ"),
    "agent.postcode": Said("Agent's postcode", "代理人の郵便番号"),
    "agent.address": Said("Agent's address", "代理人の住所"),
    "agent.birth_date": Said("Agent's birth date", "代理人の生年月日"),
    "agent.phone": Said("Agent's telephone", "代理人の電話番号"),
    "agent.email": Said("Agent's e-mail address", "代理人のメールアドレス"),
    "agent.relation": Said("Relation of the agent", "代理人の資格"),
    "id.kind": Said("Kind of identity document", "本人確認書類の種類"),
    "id.name": Said("Name on the identity document", "本人確認書類の氏名"),
    "id.address": Said("Address on the identity document", "本人確認書類の住所"),
    "id.birth_date": Said("Birth date on the identity document", "本人確認書類の生年月日"),
    "id.expires_on": Said("Identity document valid until", "本人確認書類の有効期限"),
    "id.issued_on": Said("Identity document issued on", "本人確認書類の発行日"),
    "agent_id.kind": Said("Kind of the agent's identity document", "代理人の本人確認書類の種類"),
    "agent_id.name": Said("Name on the agent's identity document", "代理人の本人確認書類の氏名"),
    "agent_id.address": Said("Address on the agent's identity document", "代理人の本人確認書類の住所"),
    "agent_id.birth_date": Said("Birth date on the agent's identity document", "代理人の本人確認書類の生年月日"),
    "agent_id.expires_on": Said("Agent's identity document valid until", "代理人の本人確認書類の有効期限"),
    "agent_id.issued_on": Said("Agent's identity document issued on", "代理人の本人確認書類の発行日"),
    "authority.kind": Said("Kind of proof of authority", "代理権を証する書類の種類"),
    "authority.date": Said("Date of the proof of authority", "代理権を証する書類の日付"),
    "authority.scope": Said("What the agent may do", "委任の範囲"),
    "fee.total": Said("Fee, in all", "手数料の合計額"),
    "fee.instruments": Said("Postal orders", "為替証書"),
    "fee.payees": Said("Payee of the postal orders", "為替証書の受取人欄"),
    "fee.means": Said("Means of paying the fee", "手数料の納付方法"),
}
# What a field about a person is called in Japanese, on pages that we set and in letters.
_PERSON = "person."
FIELD_LABELS: dict[str, str] = {
    name.removeprefix(_PERSON): said.ja for name, said in FIELDS.items() if name.startswith(_PERSON)
}
