"""Tells what each page is, by weighted words: a title counts more than a mention, and a list of titles is no title."""

import re
from collections import defaultdict
from collections.abc import Sequence

from tasks.case.words import PageKind
from tasks.engines.orientation import ink_extent
from tasks.engines.page_layout import Layout, Line, squeeze
from tasks.read.upright_pages import ReadPage

K = PageKind
# Words that name a document, and how much they say when they stand alone on their line.
TITLES: dict[PageKind, str] = {
    K.REQUEST_FORM: r"(?:開示|利用目的|訂正|利用停止|個人情報|個人データ|消去|提供).{0,24}(?:請求書|申請書|申込書|依頼書|申出書|請求票|届出書)|開示等請求"
    r"|(?:REQUEST|APPLICATION)(?:FORM)?FOR(?:THE)?(?:NOTIFICATION|DISCLOSURE|CORRECTION|SUSPENSION|ERASURE|DELETION|CESSATION)|(?:DISCLOSURE|PERSONAL(?:DATA|INFORMATION)).{0,24}REQUEST(?:FORM)?$",
    K.LICENCE: r"運転免許証|運転経歴証明書",
    K.PASSPORT: r"日本国旅券|JAPANPASSPORT|^PASSPORT$|旅券/?PASSPORT|所持人記入欄|^P<[A-Z]{3}",
    K.JUKI_CARD: r"住民基本台帳カード|住基カード",
    K.HEALTH_INSURANCE: r"被保険者証|健康保険証|被扶養者証|組合員証|加入者証|高齢受給者証",
    K.SHIKAKU_KAKUNINSHO: r"資格確認書|資格情報のお知らせ",
    K.MY_NUMBER_CARD: r"個人番号カード|マイナンバーカード|INDIVIDUALNUMBERCARD",
    K.JUMINHYO: r"住民票(?:の写し)?(?!コード)|住民票記載事項証明書",
    K.ZAIRYU: r"在留カード|RESIDENCECARD",
    K.TOKUBETSU_EIJU: r"特別永住者証明書|SPECIALPERMANENTRESIDENT",
    K.PENSION_BOOK: r"年金手帳|基礎年金番号通知書",
    K.KOSEKI: r"戸籍謄本|戸籍抄本|全部事項証明|個人事項証明|除籍謄本|除籍抄本|改製原戸籍|戸籍の附票",
    K.KOKEN_TOKI: r"登記事項証明書|後見登記",
    K.POA: r"^委任状|委任状$",
    K.MONEY_ORDER: r"定額小為替証書|普通為替証書|小為替証書|為替証書|郵便為替",
    K.OTHER: r"(?:書類)?送付(?:の(?:ご案内|お知らせ|件)|状|書|案内)|添え?状|カバーレター",
}
_NOT_REGISTERED = r"登記されていないことの証明"
# Words inside a document that others rarely have: (pattern, weight).
SIGNS: dict[PageKind, tuple[tuple[str, float], ...]] = {
    K.REQUEST_FORM: (
        (r"請求の?(?:種類|内容|区分)|請求する(?:事項|内容)|ご?請求内容", 2),
        (r"利用目的の通知", 1),
        (r"第三者提供の(?:停止|禁止)|第三者への提供", 1),
        (r"利用(?:の)?停止", 0.7),
        (r"^開示$|[□☐☑■レ]開示", 0.7),
        (r"請求者|請求日|申請者|申請日", 1),
        (r"代理人氏名|代理人(?:による|の)|法定代理人", 0.7),
        (r"メールアドレス|電話番号", 0.7),
        (r"御中|宛", 0.5),
        (r"代理人の?(?:氏名|住所|電話番号)", 1.5),
        (r"(?:うえ|とおり|ので)請求(?:いた)?します", 1.5),
        (r"提出書類の確認|添付書類", 1),
        (r"^[\d.]{0,2}IREQUEST|(?:TYPE|KIND)OF(?:THE)?REQUEST|DETAILSOF(?:THE)?REQUEST", 2),
        (r"NOTIFICATIONOF(?:THE)?PURPOSE", 1),
        (r"PROVISIONTOTHIRD|THIRD-?PARTYPROVISION", 1),
        (r"SUSPENSIONOF(?:USE|UTILI)|^.{0,3}ERASURE", 0.7),
        (r"^E-?MAIL|^(?:TELEPHONE|PHONE)", 0.7),
    ),
    K.LICENCE: (
        (r"公安委員会", 2),
        (r"免許の|条件等", 1.5),
        (r"二・?小・?原|二種|中型|準中型|普自二|大自二|^原付$", 1.5),
        (r"眼鏡等", 1.5),
        (r"まで有効", 0.7),
        (r"免許証番号|第\d{12}号|第\d{12}", 2),
        (r"優良", 0.7),
    ),
    K.PASSPORT: (
        (r"P<JPN|<<<<", 4),
        (r"旅券番号|PASSPORTNO", 2),
        (r"REGISTEREDDOMICILE", 2),
        (r"DATEOFEXPIRY|DATEOFISSUE", 1.5),
        (r"GIVENNAME|SURNAME", 1),
        (r"所持人|BEARER", 2.5),
        (r"MINISTRYOFFOREIGN|外務大臣", 2),
    ),
    K.JUKI_CARD: ((r"住民基本台帳", 2), (r"QRコード|まで有効", 0.3)),
    K.HEALTH_INSURANCE: (
        (r"保険者番号", 2),
        (r"^記号", 1),
        (r"枝番", 1),
        (r"被保険者", 1),
        (r"資格取得年月日|認定年月日", 1),
        (r"保険者(?:名称|所在地)", 1.5),
        (r"健康保険(?:組合|協会)|国民健康保険", 1.5),
        (r"保険医療機関等", 1.5),
        (r"臓器", 0.5),
    ),
    K.SHIKAKU_KAKUNINSHO: ((r"負担割合", 0.7), (r"発効期日|有効期限", 0.5)),  # and all that a 被保険者証 has
    K.MY_NUMBER_CARD: (
        (r"電子証明書", 2.5),
        (r"個人番号", 1.5),
        (r"^(?:\d{4}){3}$", 1.5),
        (r"性別[男女]", 0.7),
        (r"臓器", 0.5),
        (r"セキュリティコード|住民票コード", 0.4),
        (r"市区?町?村?長$|[市区町村]長$", 0.5),
        (r"まで有効", 0.7),
        (r"この面は", 2),
    ),
    K.JUMINHYO: (
        (r"世帯主", 1.5),
        (r"続柄", 1),
        (r"住民となった", 2.5),
        (r"住所を定めた", 2.5),
        (r"世帯(?:全員|一部)", 2),
        (r"前住所|従前の?住所", 1),
        (r"住民基本台帳法", 1),
        (r"住民票コード", 1.5),
        (r"原本と相違ない", 0.7),
        (r"届出(?:年月)?日", 0.7),
        (r"住定日|異動", 0.7),
    ),
    K.ZAIRYU: (
        (r"在留資格|STATUS$|STATUSOF", 2),
        (r"在留期間|PERIODOFSTAY", 2),
        (r"就労制限", 2),
        (r"住居地", 1),
        (r"出入国在留|法務大臣", 2),
        (r"国籍・?地域", 1),
    ),
    K.TOKUBETSU_EIJU: ((r"特別永住", 2), (r"国籍・?地域", 1), (r"住居地", 1), (r"法務大臣|出入国在留", 1)),
    K.PENSION_BOOK: (
        (r"基礎年金番号", 2.5),
        (r"国民年金|厚生年金", 1.5),
        (r"社会保険庁|日本年金機構", 2),
        (r"被保険者となった", 1.5),
    ),
    K.KOSEKI: (
        (r"戸籍に記録されている", 3),
        (r"身分事項", 2),
        (r"従前戸籍|除籍|入籍", 1.5),
        (r"転籍|編製", 1.5),
        (r"筆頭者|筆頭に記載", 1.2),
        (r"戸籍事項|戸籍編製|戸籍改製|改製日", 2),
        (r"届出人|【届出日】|届出日", 0.7),
        (r"【父】|【母】|^父$|^母$|父母との続柄", 0.7),
        (r"婚姻|出生|養子", 0.5),
        (r"本籍", 0.7),
        (r"戸籍法", 1),
        (r"戸籍", 1),
    ),
    K.KOKEN_TOKI: (
        (r"成年後見人", 1.2),
        (r"成年被後見人|被保佐人", 1.5),
        (r"後見開始|後見登記等", 2),
        (r"法務局", 1),
        (r"登記番号|登記官", 1.5),
        (r"家庭裁判所", 1),
    ),
    K.POA: (
        (r"受任者|代理人と定め|代理人に選任|代理人として", 2),
        (r"委任(?:します|いたします|する)", 2),
        (r"委任者", 1.5),
        (r"委任事項|委任の?範囲|下記の?(?:事項|権限)", 1.5),
        (r"一切の(?:権限|件)", 1),
    ),
    K.MONEY_ORDER: (
        (r"小為替|普通為替", 2),
        (r"指定受取人|受取人", 1.5),
        (r"払渡|払い渡し", 1.5),
        (r"ゆうちょ銀行|郵便局", 1),
        (r"発行日?から(?:6|六|6)[かカヶケ箇]?月", 1.5),
        (r"記号番号|為替金", 1),
        (r"証書と引換|引換え?に", 1),
    ),
    K.OTHER: (
        (r"拝啓|前略|謹啓", 2.5),
        (r"敬具|草々|謹白", 2.5),
        (r"査収", 1.5),
        (r"お送り(?:いた)?し|送付(?:いた)?し", 1.5),
        (r"同封", 0.7),
        (r"手続き?(?:について|のお知らせ)$|のご案内$|^記入(?:例|要領)", 5),
    ),
    K.ENVELOPE: (
        (r"在中$|在中\)", 3),
        (r"親展", 1.5),
        (r"簡易書留|書留|特定記録", 2),
        (r"御中$", 1.5),
        (r"^[^\d]?\d{3}-?\d{4}$", 1),
        (r"差出人", 2),
        (r"様$", 0.5),
        (r"^.{0,3}(?:北海道|東京都|(?:京都|大阪)府|..県|神奈川県|和歌山県|鹿児島県).{2,}[\d一二三四五六七八九十]", 1),
        (r"^[^\d。、]{2,8}[市区町村][^。、]{2,}[\d一二三四五六七八九十](?:号|番地?)?$", 1),
        (r"\d{3}-\d{4}$", 0.5),
        (r"料金|切手|受領|消印", 0.5),
    ),
}
SIGNS[K.SHIKAKU_KAKUNINSHO] += tuple((sign, 0.95 * weight) for sign, weight in SIGNS[K.HEALTH_INSURANCE])
Naming = Sequence[tuple[Line, set[PageKind]]]  # each line of a page with the kinds of document it names
_FEW_LINES = 16
_A_FIELD = re.compile(
    r"^[\d(.)（）①-⑳\s【]{0,5}(?:代理人の?|ご?本人の?|請求者の?)?(?:ご|お)?(?:氏名|名前|住所)|^[\d(.)]{0,4}(?:(?:YOUR|FULL|PRESENT|CURRENT|HOME)*(?:NAME|ADDRESS))"
)  # without a name or an address to fill in a page is no form
_OF_TEXT = frozenset({K.REQUEST_FORM, K.POA, K.OTHER})
ENOUGH = 2.5  # a score below this names no kind
CARDS = frozenset(
    {K.LICENCE, K.HEALTH_INSURANCE, K.SHIKAKU_KAKUNINSHO, K.MY_NUMBER_CARD, K.JUKI_CARD, K.ZAIRYU, K.TOKUBETSU_EIJU}
)
_BACK = re.compile(r"備考|臓器|新住所|住居地|裏面|記載(?:欄|事項)|届出年月日|注意事項|返信先|拾得")


def tell_kinds(pages: Sequence[ReadPage]) -> list[ReadPage]:
    """Each page with its kind and how sure that is, 0..1; a page that reads like a card's back follows the card before it."""
    told: list[ReadPage] = []
    for page in pages:
        kind, confidence = _kind_of(page)
        before = told[-1].kind if told else None
        if before in CARDS and before is not kind and _may_be_back(page, kind, confidence):
            kind, confidence = before, max(0.8, confidence)
        told.append(page.told(kind, confidence))
    return told


def _kind_of(page: ReadPage) -> tuple[PageKind, float]:
    if page.image.lines is not None:
        return _kind_of_text(page)
    if not any(re.search(r"\w", line.text) for line in page.layout.lines):  # punched holes read as ●
        empty = ink_extent(page.upright.grey) is None or _hardly_marked(page)
        return (K.BLANK, 0.97) if empty else (K.OTHER, 0.4)
    scores = score_kinds(page.layout)
    ranked = sorted(scores, key=lambda kind: -scores[kind])
    if not ranked or scores[ranked[0]] < ENOUGH:
        return K.OTHER, 0.8 if len(page.layout.lines) > 3 else 0.6
    best, second = scores[ranked[0]], scores[ranked[1]] if len(ranked) > 1 else 0.0
    return ranked[0], round(min(0.99, 0.5 + 0.5 * (best - second) / best + min(0.2, best / 60)), 3)


def _kind_of_text(page: ReadPage) -> tuple[PageKind, float]:
    """A mail or a web form's export asks, gives a power, or is some letter: no words make it a card, a register or an order."""
    scores = {kind: score for kind, score in score_kinds(page.layout).items() if kind in _OF_TEXT}
    best = max(scores, key=scores.__getitem__, default=K.OTHER)
    return (best, 0.9) if scores.get(best, 0.0) >= ENOUGH else (K.OTHER, 0.8)


def _hardly_marked(page: ReadPage) -> bool:
    width, height = page.upright.size
    middle = page.upright.grey[
        height // 8 : -height // 8, width // 8 : -width // 8
    ]  # without the table around a photograph
    return float((middle < 128).mean()) < 0.002


def score_kinds(layout: Layout) -> dict[PageKind, float]:
    """How much the page's words speak for each kind."""
    scores: dict[PageKind, float] = defaultdict(float)
    lines = [(line, squeeze(line.text)[0]) for line in layout.lines]
    naming = [(line, {kind for kind, title in TITLES.items() if re.search(title, text)}) for line, text in lines]
    named = {kind for _, kinds in naming for kind in kinds}
    for kind, title in TITLES.items():
        found = [_title_weight(layout, naming, line, text, title) for line, text in lines if re.search(title, text)]
        scores[kind] += max(found, default=0.0) * (0.6 if len(named) > 3 else 1.0)
    for kind, signs in SIGNS.items():
        scores[kind] += sum(weight for sign, weight in signs if any(re.search(sign, text) for _, text in lines))
    if re.search(_NOT_REGISTERED, layout.text):
        scores[K.KOKEN_TOKI] = max(scores[K.KOKEN_TOKI], max(scores.values()) + 4)
    if len(lines) > 25 or re.search(r"ます。|です。|ください|入籍|転籍|除籍|編製", layout.text):
        scores[K.ENVELOPE] *= 0.3
    elif len(lines) <= _FEW_LINES and not named:
        scores[K.ENVELOPE] += sum(line.vertical for line, _ in lines) * 2 > len(lines) / 2
        scores[K.ENVELOPE] *= 1.5  # little else than somebody's address
    if not any(_A_FIELD.match(text) for _, text in lines):
        scores[K.REQUEST_FORM] *= 0.5
    return {kind: score for kind, score in scores.items() if score > 0}


def _title_weight(layout: Layout, naming: Naming, line: Line, text: str, title: str) -> float:
    """7 for a title that is its whole line, large or near the top; little for a mention in a sentence or a list."""
    found = re.search(title, text)
    share = len(found[0]) / len(text) if found else 0.0
    weight = 5.0 if share > 0.55 else 2.0 if share > 0.3 else 0.6
    if re.search(r"在中|封入", text):
        return 0.0
    if re.search(r"[。、]|コピー|写し[をの]|いずれか|等の|または|又は|添付|同封", text.replace("住民票の写し", "")):
        weight = min(weight, 0.6)
    if _many_named(naming) or _is_item(layout, naming, line):
        weight = min(weight, 1.0)
    return weight * (1.4 if line.height > 1.35 * layout.letter else 1.0)


def _many_named(naming: Naming) -> bool:
    """Whether the page names so many documents that it lists what may be enclosed."""
    return sum(bool(kinds) for _, kinds in naming) > 5


def _is_item(layout: Layout, naming: Naming, line: Line) -> bool:
    """Whether a line is an item of a list of documents, each below the other."""
    column = (kinds for one, kinds in naming if abs(one.box[0] - line.box[0]) < 1.5 * layout.letter)
    return len(set().union(*column)) > 2


def _may_be_back(page: ReadPage, kind: PageKind, confidence: float) -> bool:
    unsure = kind in {K.OTHER, K.BLANK} or confidence < 0.75 or (kind in CARDS and confidence < 0.85)
    return unsure and len(page.layout.lines) < 25 and bool(_BACK.search(page.layout.text))
