"""Letters that ask, letters that only cover papers, cards beside them, and a fee in stamps or cash."""

import cv2
import pytest

from tasks.case.words import PageKind
from tasks.check.evidence import DOUBTFUL
from tasks.engines.glyphs import japanese
from tasks.engines.image_files import PageImage
from tasks.read import repair
from tasks.read.authority_fields import authority_fields
from tasks.read.card_fields import card_fields
from tasks.read.form_fields import form_fields
from tasks.read.kinds import tell_kinds
from tasks.read.letters import with_letters
from tasks.read.money_fields import orders_of
from tasks.read.other_means import other_means
from tasks.read.read_packet import read_fields
from tasks.read.register_fields import resident_record_fields
from tasks.read.upright_pages import ReadPage
from tests.support.layouts import layout_of, line, white_page

K = PageKind


def page_of(*lines, kind=K.OTHER, index=0):
    """A read page with these lines."""
    picture = white_page(1400, 1200)
    layout = layout_of(picture, *lines)
    return ReadPage(PageImage(index, "a.png#1", picture, 200), layout.upright, layout, kind, 0.9)


def letter(*sentences):
    """A letter to a company with its sender's address and name at the foot."""
    body = [line(sentence, 80, 180 + 60 * i, 28) for i, sentence in enumerate(sentences)]
    foot = [
        line("住所", 120, 700, 28),
        line("広島県広島市中区紙屋町1丁目2番3号", 300, 700, 28),
        line("氏名", 120, 760, 28),
        line("小野寺茜", 300, 760, 28),
        line("生年月日", 120, 820, 28),
        line("平成3年8月9日", 300, 820, 28),
    ]
    return page_of(line("令和8年10月5日", 900, 60, 28), line("株式会社みほん御中", 80, 120, 28), *body, *foot)


def told(*pages):
    """The kinds of pages that came in one packet."""
    return [page.kind for page in with_letters(tell_kinds(list(pages)))]


@pytest.mark.parametrize(
    "sentence",
    [
        "貴社が持つ私の個人データの開示を請求いたします。",
        "私の登録情報の利用停止をお願いいたします。",
        "つきましては第三者への提供の停止を求めます。",
    ],
)
def test_a_letter_that_asks_is_a_request(sentence):
    """Greeting, one sentence that asks, name and address: no form is needed for that."""
    assert told(letter("前略", sentence, "本人確認のため免許証の写しを同封します。", "草々")) == [K.REQUEST_FORM]


@pytest.mark.parametrize(
    "sentences",
    [
        ("拝啓", "個人情報の開示請求書を同封しますのでご査収ください。", "敬具"),
        ("前略", "個人データの開示を請求いたします。請求書を同封いたします。", "草々"),
        ("先日ご連絡いただいた開示請求の手数料をお送りいたします。", "ご査収ください。"),
        ("先日、個人データの開示を請求いたしました者です。", "不足の書類をお送りします。"),
    ],
)
def test_a_covering_letter_is_no_request(sentences):
    """What is enclosed, or was asked before, is not asked by the letter."""
    assert told(letter(*sentences)) == [K.OTHER]


def unlabelled(*foot):
    """A letter in prose whose sender stands at its foot without a label, and the company with its address at its head."""
    head = [
        line("東京都港区芝公園4丁目2番8号", 80, 60, 28),
        line("株式会社みほん個人情報窓口御中", 80, 100, 28),
        line("前略", 80, 200, 28),
        line("貴社が持つ私の個人データの訂正を請求いたします。", 80, 260, 28),
    ]
    return page_of(*head, *(line(text, 620, 600 + 44 * i, 28) for i, text in enumerate(foot) if text))


@pytest.mark.parametrize(
    "foot",
    [
        ("〒730-0031", "広島県広島市中区紙屋町1丁目2番3号", "小野寺　茜　㊞"),
        ("広島県広島市中区紙屋町1丁目2番3号", "メゾン紙屋町二〇五", "請求者　小野寺　茜"),
        ("小野寺 茜", "広島県広島市中区紙屋町1丁目2番3号"),
    ],
)
def test_a_letter_without_labels_names_its_sender(foot):
    """Address and name stand one under the other; the company's own are no sender's."""
    page = unlabelled(*foot)
    assert told(page) == [K.REQUEST_FORM]
    fields = {one.name: one for one in form_fields(page.told(K.REQUEST_FORM, 0.8))}
    assert fields["person.name"].value.text.replace("　", "").replace(" ", "") == "小野寺茜"
    assert fields["person.address"].value.text.startswith("広島県広島市中区紙屋町1丁目2番3号")
    assert fields["request.kinds"].normalized == "correction"


def test_two_addresses_with_names_name_nobody():
    """Which of two people sent a letter a person must say."""
    page = unlabelled(
        "広島県広島市中区紙屋町1丁目2番3号", "小野寺茜", "", "", "兵庫県神戸市中央区三宮町1丁目5番", "宮下翔"
    )
    assert "person.name" not in {one.name for one in form_fields(page.told(K.REQUEST_FORM, 0.8))}


def test_a_letter_beside_a_form_covers_it():
    """Where a form came the letter's sentence repeats it."""
    form = page_of(
        line("保有個人データ開示等請求書", 300, 60, 40),
        line("請求者", 80, 200),
        line("氏名", 80, 260),
        line("小野寺茜", 300, 260),
        line("住所", 80, 320),
        line("電話番号", 80, 380),
        line("請求の種類", 80, 500),
        line("□利用目的の通知", 80, 560),
        line("□第三者提供の停止", 80, 620),
    )
    assert told(letter("前略", "個人データの開示を請求いたします。", "草々"), form) == [K.OTHER, K.REQUEST_FORM]


def test_a_covering_letter_names_its_sender():
    """Papers that come later bear name and address on the letter alone; it asks nothing and signs nothing."""
    fields = read_fields([letter("先日ご指摘の書類をお送りします。ご査収ください。")])
    assert fields["person.name"].value == "小野寺茜"
    assert fields["person.address"].value == "広島県広島市中区紙屋町1丁目2番3号"
    assert fields["person.birth_date"].normalized == "1991-08-09"
    assert not {"request.kinds", "request.date", "form.signature"} & set(fields)


def test_an_unknown_card_names_no_sender():
    """A company's own card has a name and an address as well, and is no letter."""
    card = page_of(line("社員証", 300, 60), line("氏名", 80, 200), line("小野寺茜", 300, 200))
    assert "person.name" not in read_fields([card])


def test_the_next_row_of_a_residence_card_ends_the_address():
    """Under the address stands the status of residence, in a column of its own."""
    card = page_of(
        line("在留カード", 400, 40),
        line("氏名NAME", 60, 120, 22),
        line("TRAN THI LAN", 320, 118, 26),
        line("住居地ADDRESS", 60, 200, 22),
        line("福岡県福岡市中央区天神2-3-4", 320, 198, 26),
        line("在留資格STATUS", 60, 240, 22),
        line("技術・人文知識", 320, 236, 26),
        line("Engineer", 320, 266, 20),
        kind=K.ZAIRYU,
    )
    fields = {one.name: one.value.text for one in card_fields([card], "id")}
    assert fields["id.address"] == "福岡県福岡市中央区天神2-3-4"


def test_a_passports_bearer_page_names_the_bearer():
    """The data page has Latin letters, the bearer's page the name as the family writes it."""
    data = page_of(line("P<JPNONODERA<<AKANE<<<<<<<<<<<<<<<<<<<<<<<", 60, 600, 20), kind=K.PASSPORT)
    bearer = page_of(
        line("所持人記入欄", 400, 60), line("氏名/Name", 60, 140, 22), line("小野寺茜", 100, 180), kind=K.PASSPORT
    )
    fields = {one.name: one.value.text for one in card_fields([data, bearer], "id")}
    assert fields["id.name"] == "小野寺茜"


def stamps(*faces, said=""):
    """A sheet with stamps side by side, and a line above them."""
    lines = [line(said, 80, 60)] if said else []
    for i, face in enumerate(faces):
        lines += [line(str(face), 80 + 250 * i, 200, 40), line("日本郵便", 80 + 250 * i, 300, 24)]
        lines += [line("NIPPON", 80 + 250 * i, 340, 18)]
    return page_of(*lines)


def means(*pages):
    """What is told of the fee."""
    return {one.name: one.normalized for one in other_means(list(pages))}


def test_a_sheet_of_stamps_is_a_fee_in_stamps():
    """Several stamps without a word are a fee in stamps, and their values add up."""
    assert means(stamps(500, 320, 180)) == {"fee.means": "stamps", "fee.total": "1000"}


@pytest.mark.parametrize("sheet", [stamps(110), stamps(110, 110, 110, said="返信用の切手です")])
def test_stamps_for_the_reply_are_no_fee(sheet):
    """One stamp, or some that are said to be for the reply, pay nothing."""
    assert means(sheet) == {}


def test_cash_in_its_envelope_is_cash():
    """The post's envelope for cash says so; a form that mentions it does not."""
    envelope = page_of(line("現金書留封筒", 80, 60), line("損害要償額", 80, 160), kind=K.ENVELOPE)
    form = page_of(line("手数料は現金書留でもお支払いいただけます。", 80, 60), kind=K.REQUEST_FORM)
    assert means(envelope) == {"fee.means": "cash"}
    assert means(form) == {}


@pytest.mark.parametrize(
    ("listed", "named"),
    [
        (("桔田友英", "桔田琴汰"), "桔田友英"),
        (("植田友i英", "植田琴汰"), "植田友英"),
        (("植田琴汰", "植田真子"), None),
        (("植田友央", "植田友美"), None),
    ],
)
def test_a_record_is_read_for_a_name_with_one_misread_letter(listed, named):
    """Of a household the entry counts whose name is the holder's but for one letter, where only one is."""
    lines = [line("住民票", 500, 40, 40)]
    for i, name in enumerate(listed):
        lines += [line("氏名", 80, 160 + 200 * i), line(name, 320, 160 + 200 * i)]
        lines += [line("生年月日", 80, 220 + 200 * i), line("昭和51年2月27日", 320, 220 + 200 * i)]
    page = page_of(*lines, kind=K.JUMINHYO)
    fields = {one.name: one.value.text for one in resident_record_fields(page, "id", "植田友英")}
    assert fields.get("id.name") == named


@pytest.mark.parametrize(("name", "sex"), [("岩瀬和男", "男"), ("岩瀬和男", ""), ("岩瀬早苗", "女")])
def test_a_name_that_ends_in_a_sex_keeps_its_letter(name, sex):
    """男 ends many given names; the sex that a card prints farther on is no part of one."""
    lines = [line("氏名", 60, 100, 26), line(name, 200, 100, 26), line("住所", 60, 160, 26)]
    lines += [line(sex, 500, 100, 26)] if sex else []
    card = page_of(*lines, kind=K.MY_NUMBER_CARD)
    assert {one.name: one.value.text for one in card_fields([card], "id")}["id.name"] == name


@pytest.mark.parametrize(
    ("stamp", "day"), [("8.11.-6", "2026-11-06"), ("26.11.6", "2026-11-06"), ("8.1.10", "2026-01-10")]
)
def test_a_date_stamp_counts_by_the_era_or_in_full(stamp, day):
    """The post stamps the year of the era, some offices the last two figures of the common year."""
    page = page_of(
        line("定額小為替証書", 300, 60, 40), line("￥1,000", 300, 200, 40), line(stamp, 700, 400), kind=K.MONEY_ORDER
    )
    (order,) = orders_of(page.layout)
    assert repair.day(order.issued.text) == day


def test_a_simplified_letter_is_brought_into_its_japanese_form():
    """关 and 贤 are what Chinese writes for 関 and 賢; 叶 is a Japanese letter of its own and stays."""
    assert japanese("关口贤治") == "関口賢治"
    assert japanese("叶優子") == "叶優子"


@pytest.mark.parametrize("boxes", [True, False])
def test_a_printed_list_of_powers_grants_nothing_by_itself(boxes):
    """Where a power of attorney has boxes to tick, what is ticked is told, in doubt; a list without boxes is what it says."""
    picture = white_page(1400, 1200)
    powers = ("個人情報の開示", "個人情報の訂正", "利用停止・消去")
    rows = [line(words, 160, 400 + 90 * i, 32) for i, words in enumerate(powers)]
    for i in range(len(rows)) if boxes else ():
        top = 400 + 90 * i
        cv2.rectangle(picture, (110, top), (142, top + 32), (20, 20, 20), 3)
        if i == 0:
            cv2.line(picture, (114, top + 12), (138, top + 28), (90, 30, 20), 5)
            cv2.line(picture, (114, top + 28), (138, top + 6), (90, 30, 20), 5)
    layout = layout_of(picture, line("委任状", 500, 100, 50), line("令和8年11月10日", 160, 800, 32), *rows)
    power = ReadPage(PageImage(0, "a.png#1", picture, 200), layout.upright, layout, K.POA, 0.9)
    scope = [each for each in authority_fields([power], "delegated", has_agent=True) if each.name == "authority.scope"]
    assert [each.normalized for each in scope] == (["disclosure"] if boxes else [])
    assert all(each.value.confidence < DOUBTFUL for each in scope)
