"""The printed words of the prescribed forms by their keys, in Japanese and English; what a policy says is told elsewhere."""

from typing import NamedTuple


class Words(NamedTuple):
    """One text in both languages; an empty one is not printed."""

    ja: str
    en: str


_KINDS = {
    "purpose_notice": Words("利用目的の通知", "Notice of the purpose of use"),
    "disclosure": Words("開示", "Disclosure"),
    "tp_records": Words("第三者提供記録の開示", "Disclosure of records of third-party provision"),
    "correction": Words("訂正・追加・削除", "Correction, addition or deletion"),
    "suspend_erase": Words("利用の停止・消去", "Suspension of use, or erasure"),
    "stop_provision": Words("第三者への提供の停止", "Stop of provision to third parties"),
}
_ERAS = {
    "taisho": Words("大正", "Taisho"),
    "showa": Words("昭和", "Showa"),
    "heisei": Words("平成", "Heisei"),
    "reiwa": Words("令和", "Reiwa"),
    "western": Words("西暦", "A.D."),
}
_RELATIONS = {
    "delegated": Words(
        "本人から委任を受けた代理人（委任状が要ります）", "Delegated by the person (with a power of attorney)"
    ),
    "minor": Words("未成年者の親権者など", "Parent or other statutory agent of a minor"),
    "guardian": Words("成年後見人", "Guardian of an adult ward"),
}
_ENCLOSED = {
    "identity": Words("本人確認書類のコピー", "Copy of an identity document"),
    "authority": Words("代理権を証明する書類（委任状など）", "Proof of an agent's authority"),
    "fee": Words("手数料", "Fee"),
    "form": Words("書き直した用紙", "A form that I filled in again"),
    "other": Words("その他（下の欄にお書きください）", "Something else (please say what below)"),
}

WORDS = {
    "how_to_write": Words(
        "黒のボールペンで、太いわくの中に、大きくはっきりとお書きください。",
        "Please write clearly inside the boxes, with a black ball pen, one digit in each cell.",
    ),
    "step.kinds": Words("ご請求の内容（あてはまるものすべてに ✓）", "What you request: tick all that apply"),
    "step.kind": Words("ご請求の内容", "What you request"),
    "step.person": Words("ご本人について", "About the person"),
    "step.subject": Words("どの情報についてですか（できるだけくわしく）", "About which data, and what"),
    "step.signature": Words("日付とご署名", "Date and signature"),
    "step.for_whom": Words("だれの代理ですか", "For whom you act"),
    "step.agent": Words("代理人について", "About you, the agent"),
    "step.relation": Words("どのような代理人ですか（ひとつに ✓）", "By what you act: tick one"),
    "step.signature_agent": Words("日付と代理人のご署名", "Date and the agent's signature"),
    "step.to_whom": Words("お願いする人（代理人）", "Whom you ask to act for you (the agent)"),
    "step.scope": Words("お願いすること（あてはまるものすべてに ✓）", "What for: tick all that apply"),
    "step.principal": Words("ご本人（お願いする方）がお書きください", "To be filled in by the person"),
    "step.case": Words("お手紙にある番号", "The number on our letter"),
    "step.sender": Words("お送りになる方", "Who sends this"),
    "step.enclosed": Words("同封するもの（あてはまるものすべてに ✓）", "What you enclose: tick all that apply"),
    "person.kana": Words("フリガナ", "Reading in kana"),
    "person.name": Words("お名前", "Name"),
    "for.name": Words("ご本人のお名前", "Name of the person"),
    "person.postcode": Words("郵便番号", "Postcode"),
    "person.address": Words("ご住所", "Address"),
    "person.birth_date": Words("生年月日", "Date of birth"),
    "person.phone": Words("電話番号", "Telephone"),
    "person.email": Words("メールアドレス", "E-mail (if any)"),
    "request.subject": Words("内容", "Details"),
    "request.date": Words("ご記入日", "Date"),
    "form.signature": Words("ご署名", "Signature"),
    "hint.signature": Words("ご自分の手でお名前を書くか、印を押してください。", "Sign by hand, or put your seal."),
    "hint.phone": Words("「－」は書かない", "without hyphens"),
    "agent.kana": Words("フリガナ", "Reading in kana"),
    "agent.name": Words("代理人のお名前", "Agent's name"),
    "agent.postcode": Words("郵便番号", "Postcode"),
    "agent.address": Words("代理人のご住所", "Agent's address"),
    "agent.phone": Words("電話番号", "Telephone"),
    "authority.agent_name": Words("代理人のお名前", "Agent's name"),
    "authority.agent_address": Words("代理人のご住所", "Agent's address"),
    "authority.person_name": Words("お名前", "Name"),
    "authority.person_address": Words("ご住所", "Address"),
    "authority.date": Words("委任の日付", "Date"),
    "authority.birth_date": Words("生年月日", "Date of birth"),
    "authority.signature": Words("ご署名", "Signature"),
    "slip.case": Words("受付番号", "Case number"),
    "slip.letter": Words("K", ""),
    "slip.note": Words("おたずね・ご連絡", "Anything to tell us"),
    "slip.says": Words(
        "足りなかったものをお送りになるときに、いちばん上に重ねて同封してください。",
        "Please put this sheet on top of what you send us later.",
    ),
    "slip.last": Words(
        "番号が分からないときは、空いたままでかまいません。お名前だけお書きください。",
        "If you do not know the number, leave it empty and write your name.",
    ),
    "dash": Words("－", ""),
    "year": Words("年", "Y"),
    "month": Words("月", "M"),
    "day": Words("日", "D"),
    **{f"request.kinds.{code}": words for code, words in _KINDS.items()},
    **{f"authority.scope.{code}": words for code, words in _KINDS.items()},
    **{
        f"{name}.{code}": words
        for name in ("person.birth_date", "request.date", "authority.date", "authority.birth_date")
        for code, words in _ERAS.items()
    },
    **{f"agent.relation.{code}": words for code, words in _RELATIONS.items()},
    **{f"slip.enclosed.{code}": words for code, words in _ENCLOSED.items()},
}
KIND_WORDS = _KINDS

DOCUMENTS = {
    "licence": Words("運転免許証", "driver's licence"),
    "passport": Words("パスポート（旅券）", "passport"),
    "juki_card": Words("住民基本台帳カード", "Basic Resident Registration card"),
    "health_insurance": Words("健康保険証", "health insurance card"),
    "shikaku_kakuninsho": Words("資格確認書", "confirmation of health insurance eligibility"),
    "my_number_card": Words("マイナンバーカード（おもて面だけ）", "My Number card (front side only)"),
    "juminhyo": Words("住民票の写し", "resident record (juminhyo)"),
    "zairyu": Words("在留カード", "residence card"),
    "tokubetsu_eiju": Words("特別永住者証明書", "special permanent resident certificate"),
    "pension_book": Words("年金手帳", "pension book"),
    "koseki": Words("戸籍謄本・抄本", "family register (koseki)"),
    "koken_toki": Words("登記事項証明書（成年後見登記）", "certificate of registered guardianship"),
    "poa": Words("委任状", "power of attorney"),
    "other_official": Words("その他の公的な書類", "another official document"),
}
NATIONAL_INSURANCE = Words("国民健康保険証", "National Health Insurance card")
COPY = {"original": Words("原本", "original"), "copy": Words("コピー", "copy"), "unspecified": Words("", "")}
MEANS = {
    "teigaku_kogawase": Words("定額小為替", "fixed-amount postal money order (teigaku kogawase)"),
    "futsu_kogawase": Words("普通為替", "ordinary postal money order (futsu kawase)"),
    "stamps": Words("郵便切手", "postage stamps"),
    "cash": Words("現金", "cash"),
    "transfer": Words("銀行振込", "bank transfer"),
}
MASKED = {
    "insurer_number": Words(
        "健康保険証・資格確認書の保険者番号、記号・番号・枝番、QRコード",
        "on insurance papers: insurer number, symbol, number, branch number and QR code",
    ),
    "my_number": Words("マイナンバー（個人番号）と、そのQRコード", "My Number and its QR code"),
    "pension_number": Words("基礎年金番号", "basic pension number"),
    "organ_donor": Words("臓器提供の意思表示の欄", "the organ donor box"),
    "household_member": Words("ご家族など、ほかの方の記載", "entries on other people, such as your family"),
}
