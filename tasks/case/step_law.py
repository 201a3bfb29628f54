"""What the Act says at each step, short and with its article, for the person who answers.

Source: Act on the Protection of Personal Information (Act No. 57 of 2003) as numbered since 2022-04-01; DOMAIN section 2.
"""

from collections.abc import Iterable

from tasks.case.bilingual import Said
from tasks.case.progress import Step
from tasks.case.words import RequestKind

_METHOD = Said(
    "Art. 37(1): the company may fix how requests are made; a request is then made in that way.",
    "法第37条第1項：会社は請求を受け付ける方法を定めることができ、請求はその方法に従って行われます。",
)
_NO_BURDEN = Said(
    "Art. 37(4): the procedure may not burden the requester excessively.",
    "法第37条第4項：手続を定めるに当たっては、本人に過重な負担を課さないよう配慮しなければなりません。",
)
_HELP = Said(
    "Art. 37(2): the company may ask for what it needs to identify the data, and must help the requester to name it.",
    "法第37条第2項：対象となる保有個人データを特定するに足りる事項の提示を求めることができますが、"
    "特定に資する情報の提供など、本人の利便を考慮した措置をとらなければなりません。",
)
_AGENTS = Said("Art. 37(3): an agent may make the request.", "法第37条第3項：請求は代理人によってすることができます。")
_FEE = Said(
    "Art. 38: a fee only for purpose notices and disclosure, within what is reasonable in view of the actual cost.",
    "法第38条：手数料は利用目的の通知と開示についてのみ、実費を勘案して合理的と認められる範囲で徴収できます。",
)
_REASONS = Said(
    "Art. 36: whoever does not do what was asked, in whole or in part, or does something else, "
    "is to endeavour to explain the reason.",
    "法第36条：請求された措置の全部若しくは一部をとらない場合又は異なる措置をとる場合は、"
    "その理由を説明するよう努めなければなりません。",
)
_SUIT = Said(
    "Art. 39: the requester may sue two weeks after the request arrived, or at once when it is refused.",
    "法第39条：請求が到達した日から2週間を経過したとき、又は請求を拒まれたときは、訴えを提起することができます。",
)
_WITHOUT_DELAY = Said(
    "Arts. 32-35: answers are given without delay; the Act sets no number of days.",
    "法第32条から第35条まで：遅滞なく対応しなければなりません。法に日数の定めはありません。",
)
_TELL = Said(
    "Arts. 32(3), 33(3), 34(3), 35(7): what was decided is told to the requester without delay.",
    "法第32条第3項・第33条第3項・第34条第3項・第35条第7項：決定の内容は、本人に遅滞なく通知しなければなりません。",
)

LAW: dict[Step, tuple[Said, ...]] = {
    Step.EXTEND_DUE: (_WITHOUT_DELAY, _SUIT),
    Step.CONFIRM_READING: (_METHOD, _NO_BURDEN),
    Step.AWAIT_RESCAN: (_NO_BURDEN,),
    Step.RELEASE_DEFICIENCY: (_HELP, _NO_BURDEN, _FEE),
    Step.DISPATCH_DEFICIENCY: (_WITHOUT_DELAY,),
    Step.AWAIT_REQUESTER: (_HELP,),
    Step.SEARCH_BY_HAND: (_HELP, _WITHOUT_DELAY),
    Step.DECIDE: (_REASONS,),
    Step.APPROVE: (_REASONS,),
    Step.CARRY_OUT: (),
    Step.RELEASE_REPLY: (_TELL, _REASONS),
    Step.DISPATCH_REPLY: (_TELL, _SUIT),
    Step.HANDLE_RETURN: (_TELL, _WITHOUT_DELAY),
}
# What the Act says of deciding and of carrying out each kind.
LAW_OF_KIND: dict[RequestKind, tuple[Said, ...]] = {
    RequestKind.PURPOSE_NOTICE: (
        Said(
            "Art. 32(2): notify, unless the purpose is clear from what is published, or Art. 21(4)(i)-(iii) applies. "
            "32(3): tell without delay when you do not.",
            "法第32条第2項：公表等により利用目的が明らかな場合又は第21条第4項第1号から第3号までに該当する場合を除き、"
            "通知しなければなりません。同条第3項：通知しない旨の決定をしたときは、遅滞なくその旨を通知します。",
        ),
    ),
    RequestKind.DISCLOSURE: (
        Said(
            "Art. 33(1), (2): disclose by the method asked for; where that is costly or otherwise difficult, on paper.",
            "法第33条第1項・第2項：請求された方法により開示します。その方法による開示に多額の費用を要するなど困難な場合は、"
            "書面の交付による方法により開示します。",
        ),
        Said(
            "Art. 33(2): disclose; all or part may be withheld only for (i) harm to the person or a third party, "
            "(ii) serious hindrance to the proper conduct of business, (iii) breach of another law.",
            "法第33条第2項：開示しなければなりません。全部又は一部を開示しないことができるのは、"
            "①本人又は第三者の権利利益を害するおそれ、②業務の適正な実施に著しい支障を及ぼすおそれ、③他の法令違反の場合に限られます。",
        ),
        Said(
            "Art. 33(3): tell without delay when all or part is not disclosed, no such data is held, "
            "or the method asked for is too difficult.",
            "法第33条第3項：全部若しくは一部を開示しない旨の決定をしたとき、保有個人データが存在しないとき、"
            "又は請求された方法による開示が困難であるときは、遅滞なくその旨を通知します。",
        ),
    ),
    RequestKind.TP_RECORDS: (
        Said(
            "Art. 33(5): records of provision to and receipt from third parties (Arts. 29(1), 30(3)) are disclosed as held "
            "data is; 33(1)-(3) apply. Records that the Cabinet Order excludes are none.",
            "法第33条第5項：第三者提供記録（法第29条第1項及び第30条第3項の記録。政令で定めるものを除く。）には、"
            "同条第1項から第3項までの規定が準用されます。",
        ),
    ),
    RequestKind.CORRECTION: (
        Said(
            "Art. 34(2): look into it without delay, and correct, add or delete where the content is not factual. "
            "34(3): tell what was corrected, or that it was not.",
            "法第34条第2項：遅滞なく必要な調査を行い、内容が事実でないときは訂正等を行わなければなりません。"
            "同条第3項：訂正等を行ったとき（その内容を含む。）又は行わない旨の決定をしたときは、遅滞なく通知します。",
        ),
    ),
    RequestKind.SUSPEND_ERASE: (
        Said(
            "Art. 35(1), (2): suspend or erase where Arts. 18-20 were breached; (5), (6): where the data is no longer needed, "
            "leaked, or the person's rights or legitimate interests are at risk; as far as needed. "
            "Another measure will do where it is costly or difficult.",
            "法第35条第1項・第2項：第18条から第20条までの違反があるとき、同条第5項・第6項：利用の必要がなくなったとき、"
            "漏えい等が生じたとき又は権利若しくは正当な利益が害されるおそれがあるときは、必要な限度で利用停止等を行います。"
            "多額の費用を要するなど困難な場合は、代替措置をとることができます。",
        ),
        Said(
            "Art. 35(7): tell without delay whether it was done.",
            "法第35条第7項：行ったとき又は行わない旨の決定をしたときは、遅滞なく通知します。",
        ),
    ),
    RequestKind.STOP_PROVISION: (
        Said(
            "Art. 35(3), (4): stop providing where Art. 27(1) or 28 was breached; (5), (6): where the data is no longer "
            "needed, leaked, or the person's rights or legitimate interests are at risk. "
            "Another measure will do where it is costly or difficult.",
            "法第35条第3項・第4項：第27条第1項又は第28条の違反があるとき、同条第5項・第6項：利用の必要がなくなったとき、"
            "漏えい等が生じたとき又は権利若しくは正当な利益が害されるおそれがあるときは、第三者への提供を停止します。"
            "多額の費用を要するなど困難な場合は、代替措置をとることができます。",
        ),
        Said(
            "Art. 35(7): tell without delay whether it was done.",
            "法第35条第7項：行ったとき又は行わない旨の決定をしたときは、遅滞なく通知します。",
        ),
    ),
}
_OF_A_KIND = (Step.DECIDE, Step.APPROVE, Step.CARRY_OUT)
_ON_PAPERS = (Step.CONFIRM_READING, Step.RELEASE_DEFICIENCY)


def law_at(step: Step, kinds: Iterable[RequestKind], language: str, *, by_agent: bool = False) -> list[str]:
    """The sentences for a step; where it decides or does what was asked for, those of the kinds in question come first."""
    of_kinds = [said for kind in kinds for said in LAW_OF_KIND[kind]] if step in _OF_A_KIND else []
    agents = [_AGENTS] if by_agent and step in _ON_PAPERS else []
    return list(dict.fromkeys(said.in_(language) for said in (*of_kinds, *agents, *LAW[step])))
