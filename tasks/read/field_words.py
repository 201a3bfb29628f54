"""The words by which forms of any company label their fields, in Japanese and in English, on squeezed text."""

from tasks.case.words import AgentRelation
from tasks.engines import english_labels as english

DATE_LABELS = (
    rf"(?:ご|御)?(?:請求|申請|記入|提出|申込|作成|依頼|届出|申出|送信)(?:年月)?日(?:時)?|日付|年月日|{english.DATE}"
)
DATE = (
    r"(?:(?:令和|平成|R|西暦)?[\d元一二三四五六七八九十]{1,4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}[.、]?日|20\d\d[/.\-]\d{1,2}[/.\-]\d{1,2}"
    r"|\d{1,2}(?:ST|ND|RD|TH)?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*[.,]?20\d\d|(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[A-Z]*\.?\d{1,2},?20\d\d)"
)
NAME = rf"(?:.{{0,8}}の)?(?:代理人|法定代理人|請求者|申請者|本人|ご本人|受任者)?(?:の|様の)?(?:ご|御|お|こ|二|ニ)?(?:氏名|名前|姓名)(?!\(?(?:カナ|フリガナ|ふりがな|かな|ローマ字|英字))(?:漢字)?(?:/署名)?|{english.NAME}"
KANA = rf"(?:ご?本人の)?(?:ご|御|お|こ|二|ニ)?(?:氏名|名前)?\(?(?:フリガナ|ふりがな|カナ|かな|フリカナ|ラリガナ|フリガ+ナ|カタカナ)\)?(?:氏名)?|{english.KANA}"
ADDRESS = rf"(?:代理人|法定代理人|請求者|申請者|本人|ご本人|受任者)?(?:の|様の)?(?:ご|御|現|お|こ|二|ニ)*(?:住所|居所|所在地)|{english.ADDRESS}"
BIRTH = rf"(?:本人の?|ご本人の?)?(?:ご|御|お|こ|二|ニ)?(?:生年月[日口曰目囗]|誕生日)|{english.BIRTH}"
PHONE = rf"(?:ご?本人の)?(?:日中の?)?(?:ご|御|お|こ|二|ニ)?(?:連絡先)?(?:\(?(?:自宅|携帯)\)?)?(?:電話番号|電話|TEL(?!EPHONE)|携帯電話|ご?連絡先|携帯)|{english.PHONE}"
EMAIL = rf"(?:ご?本人の)?(?:電子)?(?:メールアドレス|E-?MAIL(?:ADDRESS|アドレス)?|E?メー?ル)|{english.EMAIL}"
POSTCODE = rf"(?:ご?本人の)?郵便番号|〒|{english.POSTCODE}"
RELATION = rf"(?:ご?本人との(?:ご?関係|続柄)|代理人の(?:区分|種類|資格)|代理権の?(?:区分|種類|根拠)|関係|続柄)|{english.RELATION}"

RELATION_WORDS = {
    AgentRelation.DELEGATED.value: r"委任(?:による|を受けた|代理)|任意代理|受任者|POWEROFATTORNEY|DELEGAT(?:ED|ION|E)|MANDAT",
    AgentRelation.MINOR.value: r"[未末]成年|親権者|PARENT(?!HES)|MINOR",
    AgentRelation.GUARDIAN.value: r"成年後見|成年被後見|(?<!未成年)後見人|ADULT(?:'S)?GUARDIAN|GUARDIANOF(?:AN)?ADULT|GUARDIANSHIP",
}
WRITTEN_RELATIONS = {
    AgentRelation.GUARDIAN.value: r"後見|GUARDIAN",
    AgentRelation.MINOR.value: r"親権|^(?:実)?[父母](?:親|\(|$)|未成年|PARENT|^(?:FA|MO)THER$",
    AgentRelation.DELEGATED.value: r"委任|任意|受任|ATTORNEY|DELEGATE",
}
