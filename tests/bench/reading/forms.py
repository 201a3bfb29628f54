"""Request forms as five different companies might print them, powers of attorney, envelopes, other papers."""

from dataclasses import dataclass
from datetime import date

from tests.bench.reading.paper import Paper, Pen, at, table
from tests.bench.reading.people import Person, in_era

KINDS = {
    "purpose_notice": ("利用目的の通知", "Purpose of use"),
    "disclosure": ("開示", "Disclosure"),
    "correction": ("訂正・追加・削除", "Correction"),
    "suspend_erase": ("利用停止・消去", "Suspension of use"),
    "stop_provision": ("第三者提供の停止", "Stop of provision"),
}
RELATIONS = {"delegated": "任意代理人（委任）", "minor": "法定代理人（親権者）", "guardian": "法定代理人（成年後見人）"}


@dataclass(frozen=True)
class Request:
    """What is asked, by whom; `day` None: the date was left out."""

    person: Person
    kinds: tuple[str, ...]
    day: date | None
    manner: str
    agent: Person | None = None
    relation: str = ""
    western: bool = False
    signed: bool = True


def request_form(pen: Pen, request: Request) -> Paper:
    """The form in one of the layouts of the pen's family."""
    draw = pen.dice.choice(_LAYOUTS[pen.style.family])
    who, agent = request.person, request.agent
    fields = {
        "request.kinds": ",".join(sorted(request.kinds)),
        "request.date": request.day.isoformat() if request.day else "",
        "person.name": who.name,
        "person.postcode": who.postcode,
        "person.address": who.address,
        "person.birth_date": who.birth_date.isoformat(),
        "person.phone": who.phone,
    }
    if agent:
        fields |= {"agent.name": agent.name, "agent.address": agent.address, "agent.relation": request.relation}
    return Paper("request_form", draw(pen, request), fields)


def _day(pen: Pen, request: Request) -> str:
    if request.day is None:
        return "令和　　　年　　　月　　　日"
    return pen.write(f"{request.day:%Y/%m/%d}" if request.western else in_era(request.day), size=4.8)


def _seal(pen: Pen, request: Request, who: Person) -> str:
    return pen.seal(who.surname) if request.signed else '<span style="color:#888">印</span>'


def _boxes(pen: Pen, request: Request, *, english: bool = False) -> list[str]:
    return [
        pen.box(f"{japanese} / {foreign}" if english else japanese, ticked=code in request.kinds, manner=request.manner)
        for code, (japanese, foreign) in KINDS.items()
    ]


def _relations(pen: Pen, request: Request) -> str:
    return "&emsp;".join(
        pen.box(words, ticked=bool(request.agent) and code == request.relation, manner=request.manner)
        for code, words in RELATIONS.items()
    )


def _values(pen: Pen, who: Person) -> dict[str, str]:
    born = in_era(who.birth_date)
    return {
        "kana": pen.write(who.kana, size=3.6), "name": pen.write(who.name, "readable", size=6), "born": pen.write(born, "readable", size=4.8),
        "address": pen.write(who.address, "readable", size=4.6 if len(who.address) < 27 else 3.9), "postcode": pen.write(who.postcode, size=4.5),
        "phone": pen.write(who.phone, size=4.6), "email": pen.write(who.email, size=4.4),
    }  # fmt: skip


def _ruled(pen: Pen, request: Request) -> str:
    """Tune: a ruled table."""
    v = _values(pen, request.person)
    body = (
        at(56, 14, "個人情報開示等請求書", size=7)
        + at(18, 28, "個人情報お客様窓口　行")
        + at(122, 37, "記入日　" + _day(pen, request))
    )
    rows = [("フリガナ", v["kana"]), ("氏　名", v["name"] + "&emsp;&emsp;" + _seal(pen, request, request.person)), ("生年月日", v["born"]),
            ("住　所", f"〒{v['postcode']}<br>{v['address']}"), ("電話番号", v["phone"]), ("E-mail", v["email"]),
            ("請求内容", "<br>".join(_boxes(pen, request))), ("対象となる情報", pen.write("すべての登録情報"))]  # fmt: skip
    body += table(rows, x=18, y=46, widths=(36, 138), height=11)
    return (
        body
        + _agent_table(pen, request, 212)
        + at(18, 262, "※本人確認書類の写しは、本籍を黒塗りのうえ同封してください。", size=3.2)
    )


def _agent_table(pen: Pen, request: Request, y: float) -> str:
    agent = request.agent
    name = pen.write(agent.name, "readable", size=5.4) if agent else ""
    place = pen.write(agent.address, "readable", size=4.2) if agent else ""
    return at(18, y - 6, "【代理人の方のみ】") + table(
        [("代理人氏名", name), ("代理人住所", place), ("本人との関係", _relations(pen, request))],
        x=18,
        y=y,
        widths=(36, 138),
        height=10,
        size=3.6,
    )


def _colons(pen: Pen, request: Request) -> str:
    """Tune: labels with colons and dotted lines, no table."""
    v, y = _values(pen, request.person), 52.0
    body = at(20, 16, "保有個人データの開示等に関する請求書", size=6) + at(20, 32, "ご請求日：" + _day(pen, request))
    for label, value in (("お名前", v["name"] + "&emsp;" + _seal(pen, request, request.person)), ("ふりがな", v["kana"]), ("ご生年月日", v["born"]),
                         ("郵便番号", v["postcode"]), ("ご住所", v["address"]), ("お電話番号", v["phone"])):  # fmt: skip
        body += (
            at(20, y, f"{label}：&ensp;{value}")
            + f'<div style="position:absolute;left:46mm;top:{y + 8}mm;width:140mm;border-bottom:.25mm dotted #444"></div>'
        )
        y += 13
    body += at(20, y + 2, "■ ご請求の種類（いずれかに印をつけてください）")
    for i, box in enumerate(_boxes(pen, request)):
        body += at(26 + i % 2 * 80, y + 11 + i // 2 * 8, box)
    return body + _agent_table(pen, request, y + 50)


def _bilingual(pen: Pen, request: Request) -> str:
    """Report: Japanese and English labels over large cells."""
    v = _values(pen, request.person)
    body = at(
        40,
        12,
        "個人情報に関する請求書<br><small>Request concerning Personal Information</small>",
        size=5.6,
        more="text-align:center",
    )
    rows = [("請求日<br><small>Date of request</small>", _day(pen, request)), ("氏名<br><small>Full name</small>", v["name"] + "&emsp;" + _seal(pen, request, request.person)),
            ("フリガナ<br><small>Reading</small>", v["kana"]), ("生年月日<br><small>Date of birth</small>", v["born"]),
            ("現住所<br><small>Current address</small>", f"〒 {v['postcode']}<br>{v['address']}"), ("連絡先電話番号<br><small>Telephone</small>", v["phone"]),
            ("請求の種別<br><small>Type of request</small>", "<br>".join(_boxes(pen, request, english=True)))]  # fmt: skip
    body += table(rows, x=15, y=36, widths=(46, 134), height=14, size=3.8)
    return body + _agent_table(pen, request, 214)


def _columns(pen: Pen, request: Request) -> str:
    """Report: labels small at the top of their cells, two fields a row, kinds to be ringed in a sentence."""
    v = _values(pen, request.person)

    def cell(label: str, value: str, span: int = 1) -> str:
        return f'<td colspan={span} style="height:14mm;vertical-align:top"><small style="font-size:2.6mm">{label}</small><br>{value}</td>'

    manner = request.manner
    kinds = "　・　".join(
        pen.ring(words) if manner == "ring" and code in request.kinds else words for code, (words, _) in KINDS.items()
    )
    listed = kinds if manner == "ring" else "<br>".join(_boxes(pen, request))
    body = at(20, 12, "開示等請求書（保有個人データ）", size=6.4) + at(
        130, 26, "請求年月日&ensp;" + _day(pen, request), size=3.6
    )
    body += (f'<table style="position:absolute;left:16mm;top:36mm;width:178mm;font-size:4mm"><tr>{cell("ご氏名", v["name"] + "&emsp;" + _seal(pen, request, request.person))}{cell("生年月日", v["born"])}</tr>'
             f'<tr>{cell("お名前（カナ）", v["kana"])}{cell("電話", v["phone"])}</tr><tr>{cell("〒", v["postcode"])}{cell("メール", v["email"])}</tr><tr>{cell("ご住所", v["address"], 2)}</tr></table>')  # fmt: skip
    body += at(
        16, 102, "ご請求の種類" + ("（該当するものを○で囲む）" if manner == "ring" else "（該当する□にチェック）")
    ) + at(18, 112, listed, size=3.9, more="line-height:1.9")
    return body + _agent_table(pen, request, 170)


def _letter(pen: Pen, request: Request) -> str:
    """Report: the sender at the right, the kinds in a list, as a public body's form looks."""
    v = _values(pen, request.person)
    body = at(122, 14, _day(pen, request), size=4.4) + at(20, 26, "株式会社　個人情報保護管理者　殿", size=4.4)
    lines = (
        ("郵便番号", v["postcode"]),
        ("住所", v["address"]),
        ("氏名", v["name"] + "&ensp;" + _seal(pen, request, request.person)),
        ("生年月日", v["born"]),
        ("電話番号", v["phone"]),
    )
    body += "".join(at(70, 40 + i * 11, f"{label}&emsp;{value}") for i, (label, value) in enumerate(lines))
    body += at(62, 102, "保有個人データ開示等請求書", size=6)
    body += at(20, 118, "個人情報の保護に関する法律の規定に基づき、次のとおり請求します。", size=4)
    return (
        body
        + "".join(at(28, 130 + i * 9, f"{i + 1}&ensp;{box}") for i, box in enumerate(_boxes(pen, request)))
        + _agent_table(pen, request, 196)
    )


_LAYOUTS = ((_ruled, _colons), (_bilingual, _columns, _letter))


def power_of_attorney(pen: Pen, person: Person, agent: Person, day: date | None, *, scope: bool = True) -> Paper:
    """委任状, by hand or half printed; `scope` False: for another matter."""
    matter = "保有個人データの開示等の請求に関する一切の件" if scope else "自動車の名義変更に関する一切の件"
    dated = pen.write(in_era(day), size=4.8) if day else "令和　　年　　月　　日"
    if pen.style.family:
        body = at(86, 24, "委任状", size=9) + at(130, 42, dated)
        rows = [
            ("受任者　住所", pen.write(agent.address, "readable", size=4.2)),
            ("受任者　氏名", pen.write(agent.name, "readable", size=5.6)),
        ]
        body += (
            table(rows, x=20, y=58, widths=(34, 136), height=13)
            + at(22, 98, "上記の者を代理人と定め、次の事項を委任する。")
            + at(28, 112, "一　" + matter)
        )
        rows = [
            ("委任者　住所", pen.write(person.address, "readable", size=4.2)),
            (
                "委任者　氏名",
                pen.write(person.name, "readable", size=5.6) + "&emsp;" + pen.seal(person.surname, side=13),
            ),
        ]
        body += table(rows, x=20, y=150, widths=(34, 136), height=16)
    else:
        body = (
            at(80, 20, "委　任　状", size=8)
            + at(24, 44, f"代理人住所　{pen.write(agent.address, 'readable', size=4.4)}")
            + at(24, 56, f"代理人氏名　{pen.write(agent.name, 'readable', size=5.6)}")
        )
        body += (
            at(24, 76, "私は上記の者を代理人とし、下記の権限を委任します。")
            + at(96, 90, "記")
            + at(28, 102, matter)
            + at(24, 126, dated)
        )
        body += at(24, 144, f"本人住所　{pen.write(person.address, 'readable', size=4.4)}") + at(
            24,
            158,
            f"本人氏名　{pen.write(person.name, 'readable', size=5.8)}&emsp;{pen.seal(person.surname, side=13)}",
        )
    return Paper("poa", body, {"kind": "poa", "date": day.isoformat() if day else ""})


def envelope(pen: Pen, person: Person, *, domicile: bool) -> Paper:
    """An envelope's back or front; now and then the sender names the domicile too."""
    extra = f"<br>本籍　{pen.write(person.domicile, 'domicile', size=4)}" if domicile else ""
    inner = f"{pen.write('〒' + person.postcode, size=4.5)}<br>{pen.write(person.address, 'readable', size=4.4)}<br>{pen.write(person.name, 'readable', size=5.6)}{extra}"
    upright = "writing-mode:vertical-rl;" if pen.style.family and not domicile else ""
    body = '<div style="position:absolute;left:45mm;top:35mm;width:120mm;height:235mm;border:.3mm solid #998;background:#ecdfc4"></div>'
    return Paper(
        "envelope",
        body
        + at(62, 60, "個人情報相談窓口　御中", size=6)
        + at(56, 150, inner, more=upright + "white-space:nowrap;line-height:1.7"),
        {},
    )


def covering_letter(pen: Pen, person: Person) -> Paper:
    """送付状: prose that mentions 本籍 without saying any."""
    text = ("拝啓　時下ますますご清栄のこととお慶び申し上げます。<br>さて、下記の書類をお送りいたします。なお、住民票の本籍欄は<br>黒く塗りつぶしておりますので、ご確認ください。<br><br>"
            "記<br>１　請求書　一通<br>２　運転免許証の写し　一通（本籍の記載はありません）<br>３　定額小為替　一枚")  # fmt: skip
    return Paper(
        "other",
        at(80, 24, "送　付　状", size=7)
        + at(24, 60, text, more="line-height:1.9")
        + at(120, 180, pen.write(person.name, "readable", size=5.4)),
        {},
    )


@dataclass(frozen=True)
class Order:
    """A postal money order; `payee`: what the sender wrote where nothing should stand."""

    serial: str
    amount: int
    issued_on: date
    payee: str = ""


def money_orders(pen: Pen, orders: list[Order]) -> Paper:
    """The certificates below each other."""
    body = "".join(_order(pen, order, 24 + i * 90) for i, order in enumerate(orders))
    listed = ";".join(f"{o.serial}:{o.amount}:{o.issued_on.isoformat()}" for o in orders)
    return Paper("money_order", body, {"total": str(sum(o.amount for o in orders)), "instruments": listed})


def _order(pen: Pen, order: Order, y: float) -> str:
    payee = pen.write(order.payee, size=4.6) if order.payee else ""
    amount = f"¥{order.amount:,}※" if pen.style.family else f"￥{order.amount:,}―"
    day = f"{order.issued_on:%Y.%m.%d}" if pen.style.family else in_era(order.issued_on)
    inner = (
        at(24, 5, "定額小為替証書", size=6)
        + at(8, 16, f"記号番号&emsp;{order.serial}", size=4)
        + at(8, 25, f"金額&emsp;<b style='font-size:8mm'>{pen.mark(amount)}</b>")
    )
    inner += (
        at(8, 40, "上記の金額をこの証書と引換えにお支払いします。", size=3)
        + at(8, 48, f"受取人　{payee}", size=3.6)
        + at(8, 57, "おところ", size=3.2)
        + at(8, 66, f"発行日&emsp;{day}", size=3.8)
    )
    stamp = f'<div style="width:20mm;height:20mm;border:.4mm solid #555;border-radius:50%;display:flex;align-items:center;justify-content:center;font-size:2.8mm;color:#555;text-align:center">東京中央<br>{order.issued_on:%y.%m.%d}<br>郵便局</div>'
    slip = (
        '<div style="position:absolute;left:112mm;top:0;bottom:0;border-left:.3mm dashed #555"></div>'
        + at(116, 6, "払渡票", size=4)
        + at(116, 18, order.serial, size=3.4)
        + at(116, 28, amount, size=4)
    )
    return f'<div style="position:absolute;left:18mm;top:{y}mm;width:168mm;height:80mm;border:.4mm solid #333;background:{pen.dice.choice(("#f2f7ee", "#f7f2ea"))}">{inner}{at(86, 54, stamp)}{slip}</div>'
