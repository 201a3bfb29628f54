"""Made-up people and data for sample letters, in both languages: nobody of these names lives at these addresses."""

from typing import NamedTuple

from tasks.case.bilingual import Said
from tasks.case.letters import LetterKind
from tasks.policy.sources import HeldSource, SourceColumn


class Person(NamedTuple):
    """A requester who does not exist."""

    name: str
    postcode: str
    address: str

    def fields(self) -> dict[str, str]:
        """What would have been read on the request."""
        return {
            "person.name": self.name,
            "person.postcode": self.postcode,
            "person.address": self.address,
            "id.address": self.address,
            "request.date": "2026-11-14",
        }


PEOPLE = {
    "ja": Person("見本 花子", "000-0000", "東京都千代田区見本町1丁目2番3号 見本マンション405号室"),
    "en": Person("Hanako Mihon", "000-0000", "405 Mihon Heights, 1-2-3 Mihon-cho, Chiyoda-ku, Tokyo"),
}
# With these a template is tried that a company has changed: an address of 43 characters, a long name with a rare letter.
LONG = {
    "ja": Person(
        "見本﨑 左衛門三郎",
        "000-0000",
        "京都府京都市北区見本東桃ノ本町1234番地の56 グランドメゾン見本御所之内アネックス 弐番館1203号室",
    ),
    "en": Person(
        "Maximilian-Alexander Mihonsaki",
        "000-0000",
        "Grand Maison Mihon Goshonouchi Annex II 1203, 1234-56 Higashi-Momonomoto-cho, Kita-ku, Kyoto",
    ),
}
_REASONS = {
    LetterKind.NO_DATA: Said(
        "No record bears the name and address that you gave.", "ご記載のお名前及びご住所によるご登録がないためです。"
    ),
    LetterKind.NOT_TARGET: Said(
        "What was requested is not among the data to which the Act's requests apply.",
        "ご請求の内容が、法に定める請求の対象に当たらないためです。",
    ),
    LetterKind.METHOD_CHANGE: Said(
        "Disclosure by the method that you asked for would need a costly change of our systems.",
        "ご指定の方法による開示には、システムの改修に多額の費用を要するためです。",
    ),
    LetterKind.CORRECTION_NOT_DONE: Said(
        "Our inquiry did not show that the registered content is contrary to fact.",
        "調査の結果、ご登録の内容が事実と相違することを確認できなかったためです。",
    ),
    LetterKind.SUSPENSION_NOT_DONE: Said(
        "The records stand in books that we must keep by law, and cannot be erased from them without great difficulty.",
        "法令により保存を義務付けられている帳簿に記録されており、これらのみを消去することが著しく困難なためです。",
    ),
}
_REASON = Said(
    "Disclosure would reveal the standards of our examination and is likely to seriously impede the proper execution of "
    "our business.",
    "審査の基準が明らかになり、当社の業務の適正な実施に著しい支障を及ぼすおそれがあるためです。",
)
LATER = {
    "ja": "ご請求に係る記録が複数の部署にわたり、その確認に時間を要しているためです。",
    "en": "The records concerned are held by several departments, and going through them takes more time.",
}
UNTIL = "2026-12-18"
CORRECTED = {  # item, before, after
    "ja": ("電話番号", "03-0000-0001", "03-0000-0002"),
    "en": ("Telephone number", "03-0000-0001", "03-0000-0002"),
}
STOPPED = {  # scope, measure
    "ja": ("ご登録の住所及び電子メールアドレス", "郵便及び電子メールによるご案内の送付を、すべて停止いたしました。"),
    "en": ("Address and e-mail address", "We have stopped sending you any advertising by post and by e-mail."),
}
WITHHELD = ("phone", "handling")
MISSING = (("form.complete", "missing_date"), ("identity.kind", "missing"), ("fee.amount", "short"))
MEMBERS = HeldSource(
    source="a sample",
    code="members",
    name_ja="会員データベース",
    name_en="Member database",
    kind="by_hand",
    owner="見本部",
    purpose_ja="会員の管理及び会員へのご案内",
    purpose_en="Keeping the register of members, and writing to them",
    column=(
        SourceColumn(name="name", label_ja="氏名", label_en="Name"),
        SourceColumn(name="address", label_ja="住所", label_en="Address"),
        SourceColumn(name="phone", label_ja="電話番号", label_en="Telephone number"),
        SourceColumn(name="joined", label_ja="入会日", label_en="Joined on"),
        SourceColumn(name="introducer", label_ja="紹介者の氏名", label_en="Introduced by", third_party=True),
        SourceColumn(name="remarks", label_ja="備考", label_en="Remarks"),
    ),
)
INQUIRIES = HeldSource(
    source="a sample",
    code="inquiries",
    name_ja="問い合わせ管理",
    name_en="Inquiry records",
    kind="by_hand",
    owner="見本部",
    purpose_ja="お問い合わせへの対応",
    purpose_en="Answering inquiries",
    column=(
        SourceColumn(name="name", label_ja="氏名", label_en="Name"),
        SourceColumn(name="came_on", label_ja="受付日", label_en="Received on"),
        SourceColumn(name="handling", label_ja="応対区分", label_en="Handling"),
    ),
)
PROVISIONS = HeldSource(
    source="a sample",
    code="provisions",
    name_ja="第三者提供の記録",
    name_en="Records of provision to third parties",
    kind="by_hand",
    holds="provision_records",
    owner="見本部",
    purpose_ja="法に基づく記録の保存",
    purpose_en="Keeping the records that the Act requires",
    column=(
        SourceColumn(name="provided_on", label_ja="提供日", label_en="Provided on"),
        SourceColumn(name="recipient", label_ja="提供先", label_en="Provided to"),
        SourceColumn(name="items", label_ja="提供した項目", label_en="Items"),
    ),
)
SOURCES = (MEMBERS, INQUIRIES, PROVISIONS)


def reason(kind: LetterKind, language: str) -> str:
    """Why it was decided so, as a person would have written it."""
    return _REASONS.get(kind, _REASON).in_(language)


def held(person: Person, language: str) -> tuple[tuple[HeldSource, list[list[str]]], ...]:
    """What is held on the person, by source: columns with their values."""
    ja = language == "ja"
    member = [
        ["name", person.name],
        ["address", person.address],
        ["phone", "03-0000-0001"],
        ["joined", "2020-02-01"],
        ["introducer", "見本 次郎" if ja else "Jiro Mihon"],
        ["remarks", ""],
    ]
    inquiry = [
        ["name", person.name],
        ["came_on", "2025-10-03"],
        ["handling", "見本の区分乙" if ja else "Sample category B"],
    ]
    provided = [
        ["provided_on", "2025-04-01"],
        ["recipient", "見本物流株式会社" if ja else "Mihon Logistics K.K."],
        ["items", "氏名、住所" if ja else "name, address"],
    ]
    return (MEMBERS, member), (INQUIRIES, inquiry), (PROVISIONS, provided)
