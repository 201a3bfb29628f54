"""Made-up people and data for sample letters, in both languages: nobody of these names lives at these addresses."""

from typing import NamedTuple


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
REASON = {
    "ja": "審査の基準が明らかになり、当社の業務の適正な実施に著しい支障を及ぼすおそれがあるためです。",
    "en": "Disclosure would reveal the standards of our examination and is likely to seriously impede the proper "
    "execution of our business.",
}
CORRECTED = {
    "ja": "会員登録情報の電話番号を「03-0000-0001」から「03-0000-0002」に訂正しました。",
    "en": "The telephone number in the member record was corrected from 03-0000-0001 to 03-0000-0002.",
}
WITHHELD = ("phone", "応対区分")
MISSING = (("form.complete", "missing_date"), ("identity.kind", "missing"), ("fee.amount", "short"))
_SYSTEMS = {"ja": ("会員データベース", "問い合わせ管理"), "en": ("Member database", "Inquiry records")}


def held(person: Person, language: str) -> tuple[tuple[str, list[list[str]]], ...]:
    """What is held on the person, by system: columns by kaiji's name or the company's, with their values."""
    members, inquiries = _SYSTEMS[language]
    member = [
        ["name", person.name],
        ["address", person.address],
        ["phone", "03-0000-0001"],
        ["会員番号", "X0000000"],
        ["入会日", "2020-02-01"],
        ["備考", ""],
    ]
    inquiry = [["name", person.name], ["受付日", "2025-10-03"], ["応対区分", "見本の区分乙"]]
    return (members, member), (inquiries, inquiry)
