"""Tells how a request is answered under a policy: reply, grounds, exclusions, purposes, what is kept."""

from collections.abc import Iterator

from tasks.case.bilingual import Said, listed, named
from tasks.case.question_words import KINDS
from tasks.policy.clauses import Ground
from tasks.policy.schema import Policy
from tasks.policy.statements import Section, Silence, Statement, is_silent, say, section
from tasks.policy.tell_asking import Parts
from tasks.policy.tell_fee import tell_fee
from tasks.policy.tell_people import tell_approvals, tell_separation
from tasks.policy.terms import UNSPECIFIED
from tasks.policy.wording import (
    CLAUSES,
    EXCLUSIONS,
    LANGUAGES,
    NO_CLAUSE,
    REPLY_METHODS,
    REPLY_TO,
    RETENTION_ACTIONS,
    RETENTION_DATA,
    TRIGGERS,
)


def answering(policy: Policy) -> Iterator[Section]:
    """The topics on how a request is answered, in the order of the work."""
    yield section(Said("Fee", "手数料"), tell_fee(policy.fee), policy.fee)
    yield section(Said("Reply and time", "回答の方法と時期"), _reply(policy), policy.reply)
    yield section(Said("Grounds for refusal", "請求に応じられない事由"), _grounds(policy))
    yield section(Said("Data outside requests", "請求の対象外となる情報"), _outside(policy))
    yield section(Said("Purposes of use", "利用目的"), _purposes(policy))
    yield section(Said("Complaint bodies", "苦情の申出先"), _complaints(policy))
    yield section(Said("Languages and other texts", "言語と他の定めとの関係"), _texts(policy), policy.language)
    yield section(Said("Retention", "保存と廃棄"), _retention(policy))
    yield section(Said("Approval by a second person", "承認"), tell_approvals(policy))
    yield section(Said("Separation of duties", "職務の分離"), tell_separation(policy))


def _reply(policy: Policy) -> Parts:
    reply = policy.reply
    method, to = named(REPLY_METHODS, reply.method), named(REPLY_TO, reply.to)
    if is_silent(reply.method):
        yield Silence("how the answer goes out", "回答の方法")
    else:
        yield say(f"The answer goes out {method.en}.", f"{method.ja}回答する。", reply, with_note=True)
    if is_silent(reply.to):
        yield Silence("to whom the answer goes", "回答の宛先")
    else:
        yield say(f"It goes to {to.en}.", f"{to.ja}に送付する。", reply)
    yield from _promise(policy)
    yield from _beside(policy)
    days = reply.internal_target_days
    english = f"Our own target is {days} calendar days; it is promised to nobody."
    yield Statement(english, f"社内の目標は{days}日（暦日）。対外的な約束ではない。", reply.internal_target_days_source)


def _promise(policy: Policy) -> Parts:
    reply, kinds = policy.reply, listed(KINDS, policy.reply.promise_kinds)
    of = Said(f" (said of {kinds.en})", f"（{kinds.ja}について）") if reply.promise_kinds else Said("", "")
    if is_silent(reply.promise_text_en) and is_silent(reply.promise_text_ja):
        yield Silence("when the answer comes", "回答の時期")
    else:
        english = "" if is_silent(reply.promise_text_en) else f"“{reply.promise_text_en}”"
        japanese = "" if is_silent(reply.promise_text_ja) else reply.promise_text_ja
        note = reply.note if is_silent(reply.method) else ""
        yield Statement(f"{english}{of.en}", f"{japanese}{of.ja}", reply.source, note)
    if isinstance(reply.promise_days, str):
        yield Silence("a promised number of days", "約束した日数")
    else:
        yield say(f"Promised within {reply.promise_days} days{of.en}.", f"{reply.promise_days}日以内{of.ja}。", reply)


def _beside(policy: Policy) -> Parts:
    """What the text says of electronic answers, of acknowledgements, and of a later day; of its silence nothing is asked."""
    reply = policy.reply
    if reply.electronic:
        formats = ", ".join(each.upper() for each in reply.electronic)
        yield say(
            f"What is disclosed goes out electronically where the requester wants it: {formats}.",
            f"請求者が希望する場合は、電子データ（{formats}）により開示する。",
            reply,
        )
    if not is_silent(reply.acknowledge):
        english = "Receipt is acknowledged by letter." if reply.acknowledge else "Receipt is not acknowledged."
        yield say(english, f"受付のお知らせを送付{'する' if reply.acknowledge else 'しない'}。", reply)
    if not is_silent(reply.tell_extension):
        english = "told by letter" if reply.tell_extension else "not told"
        japanese = "する" if reply.tell_extension else "しない"
        yield say(f"The requester is {english} of a later day.", f"回答の時期の変更を書面で通知{japanese}。", reply)


def _grounds(policy: Policy) -> Parts:
    yield from (Statement(*_ground(each), each.source, each.note) for each in policy.ground)
    yield Statement(
        "No ground is ever chosen by the program; a person chooses it, and the letter gives its reason.",
        "事由の該当性は担当者が判断し、通知書に理由を記載する。",
        "Act Art. 36",
    )


def _ground(ground: Ground) -> Said:
    """The ground's number and words; whose number it is, its code and clause, what it is confined to or repeats."""
    clause = CLAUSES.get(ground.code, NO_CLAUSE)
    facts = [Said(f"{ground.code}; {clause.en}", f"{ground.code}、{clause.ja}")]
    if ground.kinds:
        kinds = listed(KINDS, ground.kinds)
        facts.append(Said(f"for {kinds.en} only", f"{kinds.ja}のみ"))
    if ground.duplicate_of:
        facts.append(Said(f"repeats {ground.duplicate_of}", f"{ground.duplicate_of}と重複"))
    if ground.number_source == "ours":
        facts.append(Said("the number is ours", "番号は当方による"))
    if ground.by == "law":
        facts.append(Said("a ground of the Act that the company did not list", "事業者の掲げない法定の事由"))
    return Said(
        f"{ground.number}. “{ground.text}” [{'; '.join(each.en for each in facts)}]",
        f"{ground.number}．{ground.text_ja}［{'、'.join(each.ja for each in facts)}］",
    )


def _outside(policy: Policy) -> Parts:
    for each in policy.exclusion:
        kind = named(EXCLUSIONS, each.code)
        yield say(f"{each.letter}) “{each.text}” [{kind.en}]", f"{each.letter}）{each.text_ja}［{kind.ja}］", each)
    if policy.exclusion:
        english = "Such data is answered in neutral words, never with “no such data”."
        yield Statement(
            english,
            "該当する場合も存否を明らかにせず、中立な文言で回答する。",
            "ours: so that their existence is not revealed",
        )
    if policy.outsourced is None:
        yield Silence("data handled for a business partner", "業務委託元から預かる情報")
        return
    outsourced = policy.outsourced
    yield say(f"“{outsourced.text}”", outsourced.text_ja, outsourced, with_note=True)


def _purposes(policy: Policy) -> Parts:
    if not policy.purpose:
        yield Silence("the purposes of use", "利用目的")
    for group in policy.purpose:
        english = "; ".join(each.rstrip(".") for each in group.purposes_en)
        yield say(
            f"{group.category_en}: {english}.",
            f"{group.category_ja}：{'；'.join(group.purposes_ja)}。",
            group,
            with_note=True,
        )


def _complaints(policy: Policy) -> Parts:
    if not policy.complaint:
        yield Silence("an accredited body for complaints", "認定個人情報保護団体")
    for body in policy.complaint:
        free = (
            Said("", "")
            if is_silent(body.toll_free)
            else Said(f", toll-free {body.toll_free}", f"、フリーダイヤル {body.toll_free}")
        )
        english = f"{body.name_en}, {body.desk_en}, telephone {body.phone}{free.en}."
        yield say(english, f"{body.name_ja} {body.desk_ja}、電話 {body.phone}{free.ja}。", body, with_note=True)


def _texts(policy: Policy) -> Parts:
    language = policy.language
    published, letters = listed(LANGUAGES, language.published), listed(LANGUAGES, language.letters)
    yield say(f"Published in {published.en}.", f"公表文の言語は{published.ja}。", language, with_note=True)
    yield Statement(
        f"Letters are written in {letters.en}.", f"通知書は{letters.ja}で作成する。", language.letters_source
    )
    if language.prevails == UNSPECIFIED:
        yield Silence("which language prevails", "優先する言語")
    else:
        prevails = named(LANGUAGES, language.prevails)
        yield say(f"The {prevails.en} text prevails.", f"{prevails.ja}版が優先する。", language)
    for each in policy.precedence:
        first = {
            "this_text": Said("This text prevails", "本文が優先"),
            "other_text": Said("Another text prevails", "他の定めが優先"),
        }
        which = first[each.prevails]
        yield say(f"{which.en}: “{each.text}”", f"{which.ja}：{each.text_ja}", each, with_note=True)


def _retention(policy: Policy) -> Parts:
    if not policy.retention:
        yield Silence("how long papers are kept", "書類の保存期間")
    for rule in policy.retention:
        data, action, trigger = (
            named(RETENTION_DATA, rule.data),
            named(RETENTION_ACTIONS, rule.action),
            named(TRIGGERS, rule.trigger),
        )
        when = Said(f"{rule.days} days after {trigger.en}", f"{trigger.ja}から{rule.days}日")
        end = {"keep": (f"for {when.en.replace(' after ', ' from ')}", f"{when.ja}間")}.get(
            rule.action, (when.en, f"{when.ja}後に")
        )
        english = f"{data.en[:1].upper()}{data.en[1:]}: {action.en} {end[0]}."
        yield say(english, f"{data.ja}：{end[1]}{action.ja}。", rule)
