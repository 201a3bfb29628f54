"""What papers, the marks on them that may not be held, and an agent's relation are called in English and in Japanese."""

from tasks.case.bilingual import Said
from tasks.case.words import AgentRelation, PageKind, RedactionReason

PAGES: dict[str, Said] = {
    PageKind.REQUEST_FORM: Said("request form", "請求書"),
    PageKind.LICENCE: Said("driver's licence", "運転免許証"),
    PageKind.PASSPORT: Said("passport", "旅券（パスポート）"),
    PageKind.JUKI_CARD: Said("Basic Resident Registration card", "住民基本台帳カード"),
    PageKind.HEALTH_INSURANCE: Said("health insurance card", "健康保険証"),
    PageKind.SHIKAKU_KAKUNINSHO: Said("confirmation of insurance eligibility", "資格確認書"),
    PageKind.MY_NUMBER_CARD: Said("My Number card", "マイナンバーカード"),
    PageKind.JUMINHYO: Said("copy of the resident record", "住民票の写し"),
    PageKind.ZAIRYU: Said("residence card", "在留カード"),
    PageKind.TOKUBETSU_EIJU: Said("special permanent resident certificate", "特別永住者証明書"),
    PageKind.PENSION_BOOK: Said("pension book", "年金手帳"),
    PageKind.KOSEKI: Said("family register", "戸籍謄本又は抄本"),
    PageKind.KOKEN_TOKI: Said("certificate of registered guardianship matters", "登記事項証明書（後見登記）"),
    PageKind.POA: Said("power of attorney", "委任状"),
    PageKind.MONEY_ORDER: Said("postal order", "為替証書"),
    PageKind.ENVELOPE: Said("envelope", "封筒"),
    PageKind.BLANK: Said("blank page", "白紙"),
    PageKind.OTHER: Said("other paper", "その他の書類"),
}
MARKS: dict[str, Said] = {
    RedactionReason.DOMICILE: Said("domicile of origin", "本籍"),
    RedactionReason.MY_NUMBER: Said("My Number", "個人番号"),
    RedactionReason.MY_NUMBER_QR: Said("the code that carries My Number", "個人番号のQRコード"),
    RedactionReason.INSURER_NUMBER: Said("insurer's number", "保険者番号"),
    RedactionReason.INSURANCE_SYMBOL_NUMBER: Said("symbol and number of insurance", "被保険者等記号・番号"),
    RedactionReason.INSURANCE_QR: Said("code on the insurance card", "保険証のQRコード"),
    RedactionReason.PENSION_NUMBER: Said("basic pension number", "基礎年金番号"),
    RedactionReason.ORGAN_DONOR: Said("will to donate organs", "臓器提供の意思表示"),
    RedactionReason.HOUSEHOLD_MEMBER: Said("other members of the household", "本人以外の世帯員"),
}
RELATIONS: dict[str, Said] = {
    AgentRelation.DELEGATED: Said("an agent delegated by the person", "本人が委任した代理人"),
    AgentRelation.MINOR: Said("a minor's statutory agent", "未成年者の法定代理人"),
    AgentRelation.GUARDIAN: Said("an adult ward's guardian", "成年被後見人の法定代理人"),
}
