"""Resident records, family registers (level and upright), guardianship certificates."""

from datetime import date

from tests.bench.reading.paper import Paper, Pen, at, table
from tests.bench.reading.people import Person, in_era, in_kanji


def _wide(name: str) -> str:
    return name.replace(" ", "　")


def resident_record(
    pen: Pen, person: Person, others: list[Person], issued: date, *, domicile: str = "shown", number: bool = False
) -> Paper:
    """住民票の写し; `domicile`: "shown", "omitted" (省略), or how the sender masked it; `number`: with My Number."""
    family, how = pen.style.family, "" if domicile in ("shown", "omitted") else domicile
    people = [person, *others]
    body = at(60, 14, pen.dice.choice(("住　民　票", "住民票の写し", "住　民　票（世帯全員）")), size=6.5)
    place = pen.mark(person.address)
    body += table([("住　所", place), ("世帯主", pen.mark(_wide(person.name)))], x=15, y=30, widths=(30, 148), height=9)
    y = 54.0
    for i, who in enumerate(people):
        purpose = "readable" if i == 0 else "household_member"
        shown = "【省略】" if domicile == "omitted" else pen.masked(who.domicile, "domicile", how)
        head = "省略" if domicile == "omitted" else f"{who.surname}　正雄"
        named, born = pen.mark(_wide(who.name), purpose), pen.mark(in_era(who.birth_date), purpose)
        code = pen.mark("".join(pen.dice.choices("0123456789", k=12)), "my_number") if number else "【省略】"
        relation = "世帯主" if i == 0 else pen.dice.choice(("妻", "子", "長男", "母"))
        if family == 0:
            rows = [("氏　名", named), ("生年月日", f"{born}　　性別　{'男女'[i % 2]}"), ("続　柄", relation), ("本　籍", shown),
                    ("筆頭者", head), ("住民となった日", in_era(date(2012, 4, 1))), ("個人番号", code)]  # fmt: skip
            body += table(rows, x=15, y=y, widths=(30, 148), height=8, size=3.6)
            y += 8.6 * len(rows) + 4
        else:
            cell = "padding:.4mm 1.2mm;border:.25mm solid #222"

            def label(text: str) -> str:
                return f'<small style="font-size:2.3mm">{text}</small><br>'

            body += (f'<table style="position:absolute;left:14mm;top:{y}mm;font-size:3.5mm;width:182mm">'
                     f'<tr><td rowspan=3 style="width:7mm;{cell}">{i + 1}</td><td style="{cell}">{label("氏名")}{named}</td><td style="{cell}">{label("生年月日")}{born}</td>'
                     f'<td style="{cell};width:22mm">{label("続柄")}{relation}</td></tr>'
                     f'<tr><td colspan=2 style="{cell}">{label("本籍")}{shown}</td><td style="{cell}">{label("筆頭者の氏名")}{head}</td></tr>'
                     f'<tr><td style="{cell}">{label("住民となった年月日")}{in_era(date(2012, 4, 1))}</td><td colspan=2 style="{cell}">{label("個人番号")}{code}</td></tr></table>')  # fmt: skip
            y += 34
    body += at(24, y + 14, "この写しは、住民票の原本と相違ないことを証明します。", size=4)
    body += (
        at(24, y + 26, in_era(issued), size=4.2)
        + at(100, y + 38, f"{person.city}長", size=5)
        + at(152, y + 34, pen.seal("市長印", side=17, square=True))
    )
    return Paper(
        "juminhyo",
        body,
        {
            "kind": "juminhyo",
            "name": person.name,
            "address": person.address,
            "birth_date": person.birth_date.isoformat(),
        },
    )


def family_register(pen: Pen, parent: Person, child: Person, mate: Person, issued: date, *, upright: bool) -> Paper:
    """戸籍: the computerised certificate, level, or a copy of the old register in columns from the right."""
    if upright:
        return _old_register(pen, parent, child, mate)
    moved = f"【従前本籍】{pen.mark(mate.domicile, 'domicile')}"
    body = (
        at(20, 12, "（１の１）　　全部事項証明", size=4)
        if pen.style.family
        else at(62, 12, "戸籍全部事項証明書", size=6)
    )
    rows = [("本　　籍", pen.mark(parent.domicile, "domicile")), ("氏　　名", pen.mark(_wide(parent.name)))]
    body += table(rows, x=15, y=26, widths=(40, 140), height=11)
    body += table(
        [("戸籍事項<br>　戸籍編製", f"【編製日】{in_era(date(1998, 5, 12))}")], x=15, y=52, widths=(40, 140), height=12
    )
    spouse = f"【名】{pen.mark(mate.given, 'household_member')}<br>【生年月日】{pen.mark(in_era(mate.birth_date), 'household_member')}<br>【配偶者区分】妻<br>{moved}"
    blocks = [
        ("戸籍に記録されている者", f"【名】{pen.mark(parent.given)}<br>【生年月日】{pen.mark(in_era(parent.birth_date))}<br>【配偶者区分】夫<br>【続柄】長男"),
        ("戸籍に記録されている者", spouse),
        ("戸籍に記録されている者", f"【名】{pen.mark(child.given)}<br>【生年月日】{pen.mark(in_era(child.birth_date))}<br>【父】{parent.name}<br>【母】{mate.surname} {mate.given}<br>【続柄】長女"),
        ("身分事項<br>　出　生", f"【出生日】{in_era(child.birth_date)}<br>【届出人】父"),
    ]  # fmt: skip
    body += table(blocks, x=15, y=72, widths=(40, 140), height=20, size=3.7)
    body += at(24, 206, "これは、戸籍に記録されている事項の全部を証明した書面である。", size=3.8)
    body += (
        at(24, 218, in_era(issued), size=4)
        + at(100, 228, f"{parent.city}長", size=5)
        + at(150, 224, pen.seal("市長印", side=17, square=True))
    )
    return Paper("koseki", body, {"kind": "koseki"})


def _old_register(pen: Pen, parent: Person, child: Person, mate: Person) -> Paper:
    def column(inner: str, width: float, size: float = 4.2) -> str:
        return f'<div style="width:{width}mm;border-left:.25mm solid #222;padding:2mm 1mm;font-size:{size}mm;letter-spacing:.4mm">{inner}</div>'

    columns = [
        column(
            f"本　籍　{pen.mark(parent.domicile, 'domicile')}<br>　　　　氏　名　{pen.mark(_wide(parent.name))}", 16, 5
        ),
        column(f"昭和六十年五月一日{pen.mark(mate.domicile, 'domicile')}から転籍届出同日受附㊞", 12),
        column(
            f"父　山田一郎<br>母　　　花子　長男<br>夫　{pen.mark(parent.given)}　{pen.mark(in_kanji(parent.birth_date))}生",
            26,
            4.6,
        ),
        column(
            f"父　佐藤次郎<br>母　　　和子　二女<br>妻　{pen.mark(mate.given, 'household_member')}　{pen.mark(in_kanji(mate.birth_date), 'household_member')}生",
            26,
            4.6,
        ),
        column(
            f"父　{parent.name}<br>母　　{mate.given}　長女<br>{pen.mark(child.given)}　{pen.mark(in_kanji(child.birth_date))}生",
            26,
            4.6,
        ),
        column(f"{in_kanji(child.birth_date)}出生父届出入籍㊞", 12),
    ]
    body = f'<div style="position:absolute;left:16mm;top:22mm;width:176mm;height:230mm;border:.5mm solid #222;writing-mode:vertical-rl">{"".join(columns)}</div>'
    return Paper("koseki", body, {"kind": "koseki"})


def guardianship(pen: Pen, ward: Person, guardian: Person, issued: date, *, none_registered: bool = False) -> Paper:
    """登記事項証明書（後見）, or the certificate that proves the opposite."""
    if none_registered:
        body = at(48, 20, "登記されていないことの証明書", size=6.5)
        rows = [("氏　名", pen.mark(_wide(ward.name))), ("生年月日", pen.mark(in_era(ward.birth_date))), ("住　所", pen.mark(ward.address)),
                ("本　籍", pen.mark(ward.domicile, "domicile"))]  # fmt: skip
        body += table(rows, x=20, y=45, widths=(34, 136), height=14)
        body += at(
            24, 120, "上記の者について、後見登記等ファイルに成年被後見人とする記録がないことを証明する。", size=3.8
        )
    else:
        body = at(66, 16, "登記事項証明書", size=6.5) + at(84, 27, "後　見", size=5)
        rows = [("後見開始の裁判", f"【裁　判　所】{ward.prefecture}家庭裁判所<br>【裁判確定日】{in_era(date(2021, 3, 9))}"),
                ("成年被後見人", f"【氏　　名】{pen.mark(ward.name)}<br>【生年月日】{pen.mark(in_era(ward.birth_date))}<br>【住　　所】{pen.mark(ward.address)}<br>【本　　籍】{pen.mark(ward.domicile, 'domicile')}"),
                ("成年後見人", f"【氏　　名】{pen.mark(guardian.name)}<br>【住　　所】{pen.mark(guardian.address)}<br>【選任の裁判確定日】{in_era(date(2021, 3, 9))}")]  # fmt: skip
        body += table(rows, x=16, y=40, widths=(38, 142), height=24, size=3.8)
        body += at(24, 170, "上記のとおり後見登記等ファイルに記録されていることを証明する。", size=4)
    body += (
        at(24, 190, in_era(issued), size=4)
        + at(90, 204, f"{ward.prefecture.rstrip('都府県')}法務局　登記官", size=4.6)
        + at(150, 198, pen.seal("登記官", side=16, square=True))
    )
    return Paper("koken_toki", body, {"kind": "koken_toki"} if not none_registered else {})
