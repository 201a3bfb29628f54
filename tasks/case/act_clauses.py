"""The Act's own clauses on which a kind of request may be refused or met otherwise, so that none is quoted for another kind.

Source: Act on the Protection of Personal Information (Act No. 57 of 2003) as numbered since 2022-04-01; the English follows
the Ministry of Justice's translation. A person chooses a clause; the program finds none.
"""

from typing import NamedTuple

from tasks.case.grounds import RefusalGround
from tasks.case.words import RequestKind


class ActClause(NamedTuple):
    """One clause: by what it is chosen, for which kinds, where it stands and what it says.

    `same_as`: a company's ground of one of these codes says the same, and is quoted in its place. `of_data`: the clause can
    only be met by data that is held, so that a letter which quotes it tells of some.
    """

    number: str
    kinds: frozenset[RequestKind]
    provision: str
    text_ja: str
    provision_en: str
    text: str
    same_as: frozenset[RefusalGround] = frozenset()
    of_data: bool = False


_NOTICE = frozenset({RequestKind.PURPOSE_NOTICE})
_DISCLOSURE, _RECORDS = frozenset({RequestKind.DISCLOSURE}), frozenset({RequestKind.TP_RECORDS})
_CORRECTION = frozenset({RequestKind.CORRECTION})
_SUSPEND, _STOP = frozenset({RequestKind.SUSPEND_ERASE}), frozenset({RequestKind.STOP_PROVISION})
_HARM, _HINDRANCE = frozenset({RefusalGround.HARM_TO_RIGHTS}), frozenset({RefusalGround.SERIOUS_HINDRANCE})
_VIOLATION, _NO_DUTY = frozenset({RefusalGround.LAW_VIOLATION}), frozenset({RefusalGround.NO_LEGAL_OBLIGATION})
_FORMAL = frozenset({RefusalGround.FORMAL_DEFECT, RefusalGround.IDENTITY_UNCONFIRMED})

_AGAINST_DISCLOSURE = (
    (
        "本人又は第三者の生命、身体、財産その他の権利利益を害するおそれがある場合",
        "likely to harm the life, body, property or other rights or interests of the person or a third party",
        _HARM,
    ),
    (
        "当社の業務の適正な実施に著しい支障を及ぼすおそれがある場合",
        "likely to seriously hinder the proper conduct of the operator's business",
        _HINDRANCE,
    ),
    ("他の法令に違反することとなる場合", "would violate another law or regulation", _VIOLATION),
)


def _against_disclosure() -> tuple[ActClause, ...]:
    """Art. 33(2)(i)-(iii), for records of provision by way of 33(5)."""
    ways = (
        ("33(2)", _DISCLOSURE, "法第33条第2項", "Article 33(2)"),
        ("33(5)", _RECORDS, "法第33条第5項において準用する同条第2項", "Article 33(2) as applied by (5)"),
    )
    return tuple(
        ActClause(f"{name}-{i}", kinds, f"{ja}第{i}号", text_ja, f"{en}({'i' * i})", text, same)
        for name, kinds, ja, en in ways
        for i, (text_ja, text, same) in enumerate(_AGAINST_DISCLOSURE, 1)
    )


def _against_suspension() -> tuple[ActClause, ...]:
    """Arts. 35(2), (4), (6): the request shows no cause; or it is costly or difficult, and another measure is taken."""
    ways = (
        ("35(2)", _SUSPEND, "法第35条第2項", "利用停止等", "Article 35(2)", "suspension or erasure"),
        ("35(4)", _STOP, "法第35条第4項", "第三者への提供の停止", "Article 35(4)", "stopping the provision"),
        (
            "35(6)",
            _SUSPEND | _STOP,
            "法第35条第6項",
            "利用停止等又は第三者への提供の停止",
            "Article 35(6)",
            "suspension, erasure or stopping the provision",
        ),
    )
    clauses = []
    for name, kinds, ja, what_ja, en, what in ways:
        no_cause = "ご請求に理由があることが判明しない場合", "the request has not been found to have grounds"
        costly_ja = (
            f"{what_ja}に多額の費用を要する場合その他の{what_ja}を行うことが困難な場合であって、"
            "本人の権利利益を保護するため必要なこれに代わるべき措置をとるとき"
        )
        costly = f"{what} is costly or otherwise difficult, and a measure needed to protect the person is taken instead"
        clauses += [
            ActClause(f"{name}-1", kinds, f"{ja}本文", no_cause[0], en, no_cause[1], _NO_DUTY),
            ActClause(f"{name}-2", kinds, f"{ja}ただし書", costly_ja, f"{en}, proviso", costly, of_data=True),
        ]
    return tuple(clauses)


NOT_RETAINED = "16(4)"  # what data all these requests reach
ACT_CLAUSES: tuple[ActClause, ...] = (
    ActClause(
        "32(2)-1",
        _NOTICE,
        "法第32条第2項第1号",
        "法第32条第1項の規定により、ご本人が識別される保有個人データの利用目的が明らかな場合",
        "Article 32(2)(i)",
        "the purpose of use is clear from what is published under Article 32(1)",
    ),
    ActClause(
        "32(2)-2",
        _NOTICE,
        "法第32条第2項第2号（法第21条第4項第1号）",
        "利用目的を通知し、又は公表することにより、本人又は第三者の生命、身体、財産その他の権利利益を害するおそれがある場合",
        "Article 32(2)(ii) (Article 21(4)(i))",
        "telling the purpose is likely to harm the life, body, property or other rights or interests of the person or a third party",
        _HARM,
    ),
    ActClause(
        "32(2)-3",
        _NOTICE,
        "法第32条第2項第2号（法第21条第4項第2号）",
        "利用目的を通知し、又は公表することにより、当社の権利又は正当な利益を害するおそれがある場合",
        "Article 32(2)(ii) (Article 21(4)(ii))",
        "telling the purpose is likely to harm the operator's rights or legitimate interests",
    ),
    ActClause(
        "32(2)-4",
        _NOTICE,
        "法第32条第2項第2号（法第21条第4項第3号）",
        "国の機関又は地方公共団体が法令の定める事務を遂行することに対して協力する必要がある場合であって、"
        "利用目的を通知し、又は公表することにより当該事務の遂行に支障を及ぼすおそれがあるとき",
        "Article 32(2)(ii) (Article 21(4)(iii))",
        "telling the purpose is likely to impede affairs of the state or a local government that need cooperation",
    ),
    *_against_disclosure(),
    ActClause(
        "34(1)",
        _CORRECTION,
        "法第34条第1項",
        "ご請求に係る保有個人データの内容が事実でないとは認められない場合",
        "Article 34(1)",
        "the content of the retained personal data has not been found to be contrary to fact",
        _NO_DUTY,
        of_data=True,
    ),
    ActClause(
        "34(2)-1",
        _CORRECTION,
        "法第34条第2項",
        "内容の訂正等に関して他の法令の規定により特別の手続が定められている場合",
        "Article 34(2)",
        "another law or regulation prescribes a special procedure for the correction",
    ),
    ActClause(
        "34(2)-2",
        _CORRECTION,
        "法第34条第2項",
        "ご請求に係る訂正等が、利用目的の達成に必要な範囲を超える場合",
        "Article 34(2)",
        "the correction goes beyond what is necessary to achieve the purpose of use",
        of_data=True,
    ),
    *_against_suspension(),
    ActClause(
        "37(1)",
        frozenset(RequestKind),
        "法第37条第1項",
        "当社が同項の規定に基づき定める受付の方法によって請求等が行われていない場合",
        "Article 37(1)",
        "the request was not made in the way that the operator has laid down under this paragraph",
        _FORMAL,
    ),
    ActClause(
        NOT_RETAINED,
        frozenset(RequestKind),
        "法第16条第4項",
        "ご請求の対象が、同項に定める保有個人データに当たらない場合",
        "Article 16(4)",
        "what was requested is not retained personal data as defined in this paragraph",
        frozenset({RefusalGround.NOT_RETAINED_DATA}),
    ),
)
