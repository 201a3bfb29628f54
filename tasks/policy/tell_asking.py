"""Tells how a request is made under a policy: where, for what, on which form, with which papers, by which agent."""

from collections.abc import Iterator
from itertools import zip_longest

from tasks.case.bilingual import Said, listed, named
from tasks.case.paper_words import MARKS, RELATIONS
from tasks.case.question_words import KINDS
from tasks.policy.documents import AgentRule, AuthorityDocument, IdentityRule
from tasks.policy.schema import Contact, Policy
from tasks.policy.statements import Section, Silence, Statement, is_silent, say, section
from tasks.policy.terms import UNSPECIFIED
from tasks.policy.wording import CHANNELS, DEMANDED_BY, DOCUMENT_FORMS, KINDS_IN_ACT, LAPSE, PAPERS

Parts = Iterator[Statement | Silence]

ASKED = {True: Said("yes", "要"), False: Said("no", "不要")}


def asking(policy: Policy) -> Iterator[Section]:
    """The topics on how a request is made, in the order of the work."""
    yield section(Said("Company and contact", "事業者と窓口"), _contact(policy), policy.contact)
    yield section(Said("Requests", "請求の種類と方法"), _requests(policy), policy.requests)
    yield section(
        Said("The person's identity", "本人確認"),
        _identity(policy.identity, Said("The person", "本人")),
        policy.identity,
    )
    yield section(Said("Agents", "代理人"), _agents(policy.agent), policy.agent)
    yield section(Said("Painted over", "塗りつぶす事項"), _masking(policy))


def _contact(policy: Policy) -> Parts:
    company, contact = policy.company, policy.contact
    yield say(f"Company: {company.name_en}", f"事業者：{company.name_ja}", company, with_note=True)
    if not is_silent(company.representative_en):
        yield say(f"Representative: {company.representative_en}.", f"代表者：{company.representative_en}。", company)
    stated = [each for each in _contact_lines(contact) if not is_silent(each[2])]
    if stated:
        english = "; ".join(f"{en} {value}" for en, _ja, value, _value_ja in stated)
        japanese = "、".join(f"{ja}{value_ja}" for _en, ja, _value, value_ja in stated)
        yield say(f"Contact: {english}.", f"窓口：{japanese}。", contact, with_note=True)
    yield from (Silence(en, ja) for en, ja, value, _ja in _contact_lines(contact) if is_silent(value))
    if not isinstance(contact.inquiries_by, str):
        ways = listed(CHANNELS, contact.inquiries_by)
        yield say(f"Questions and complaints come by {ways.en}.", f"お問い合わせ・苦情は{ways.ja}で受ける。", contact)
    if not contact.closures:
        yield Silence("yearly closures", "年末年始等の休業日")
    for closure in contact.closures:
        days = f"{closure.first}", f"{closure.last}"
        english = f"The desk is closed every year from {days[0]} to {days[1]}."
        yield Statement(english, f"毎年{days[0]}から{days[1]}まで休業。", contact.closures_source)


def _contact_lines(contact: Contact) -> list[tuple[str, str, str, str]]:
    return [
        ("desk", "担当 ", contact.desk_en, contact.desk_ja),
        ("address", "住所 ", contact.address_en, contact.address_ja),
        ("telephone", "電話 ", contact.phone, contact.phone),
        ("fax", "ファクス ", contact.fax, contact.fax),
        ("e-mail", "電子メール ", contact.email, contact.email),
        ("hours", "受付時間 ", contact.hours, contact.hours),
    ]


def _requests(policy: Policy) -> Parts:
    rule = policy.requests
    kinds = listed(KINDS_IN_ACT, rule.kinds)
    yield say(f"Accepted: {kinds.en}.", f"受け付ける請求：{kinds.ja}。", rule, with_note=True)
    if isinstance(rule.channels, str):
        yield Silence("by which way a request comes", "請求の送付方法")
    else:
        ways = listed(CHANNELS, rule.channels)
        yield say(f"Requests come by {ways.en}.", f"請求は{ways.ja}で受け付ける。", rule)
    yield from _forms(policy)
    for condition in policy.condition:
        of = _of_kinds(condition.kinds)
        yield say(f"“{condition.text}”{of.en}", f"{condition.text_ja}{of.ja}", condition, with_note=True)
    for english, japanese in zip_longest(rule.self_service, rule.self_service_ja, fillvalue=""):
        yield say(f"Without a request: “{english}”", f"請求によらず可能：{japanese}", rule)
    yield from _notice(policy)
    yield from _time_to_answer(policy)


def _forms(policy: Policy) -> Parts:
    needed = policy.requests.prescribed_form_needed
    if needed == UNSPECIFIED:
        yield Silence("whether a prescribed form is needed", "所定の請求書の要否")
    elif needed:
        yield say("The prescribed form must be used.", "所定の請求書によること。", policy.requests)
    else:
        yield say("A letter in any form will do.", "様式は自由。", policy.requests)
    for form in policy.forms:
        kinds = listed(KINDS, form.kinds)
        yield say(f"Form for {kinds.en}: “{form.title_en}”.", f"{kinds.ja}の様式：「{form.title_ja}」。", form)


def _of_kinds(kinds: tuple[str, ...]) -> Said:
    """To which kinds a sentence is confined; nothing where it is said of all."""
    short = listed(KINDS, kinds)
    return Said(f" (said of {short.en})", f"（{short.ja}について）") if kinds else Said("", "")


def _notice(policy: Policy) -> Parts:
    rule, of = policy.requests, _of_kinds(policy.requests.consequences_kinds)
    if rule.consequences_notice_en == UNSPECIFIED == rule.consequences_notice_ja:
        yield Silence("consequences for the person", "請求に伴う影響の告知")
        return
    english = "" if is_silent(rule.consequences_notice_en) else f"“{rule.consequences_notice_en}”"
    japanese = "" if is_silent(rule.consequences_notice_ja) else rule.consequences_notice_ja
    yield say(f"Notice of consequences: {english}{of.en}", f"影響の告知：{japanese}{of.ja}", rule)


def _time_to_answer(policy: Policy) -> Parts:
    rule = policy.requests
    if isinstance(rule.days_to_answer, str):
        yield Silence("how long a deficient request may be mended", "不備を補正できる期間")
        yield Statement(
            f"We wait {rule.internal_days_to_answer} days for an answer; then a person decides, and nothing lapses by itself.",
            f"補正は{rule.internal_days_to_answer}日間待つ。経過後は担当者が判断し、自動的に失効することはない。",
            rule.internal_days_to_answer_source,
        )
    else:
        days = rule.days_to_answer
        yield say(f"A deficient request may be mended within {days} days.", f"不備は{days}日以内に補正できる。", rule)
    if rule.on_lapse == UNSPECIFIED:
        yield Silence("what follows when nobody answers", "補正がない場合の扱い")
    else:
        lapse = named(LAPSE, rule.on_lapse)
        words = "" if is_silent(rule.lapse_text_ja) else f"「{rule.lapse_text_ja}」"
        yield say(
            f"Without an answer the request counts as {lapse.en}.", f"補正がない場合は{lapse.ja}とする。{words}", rule
        )


def _identity(rule: IdentityRule, who: Said) -> Parts:
    if isinstance(rule.accepted, str):
        yield Silence("which identity documents are taken", "本人確認書類の種類")
        if not isinstance(rule.number_needed, str):
            needed = rule.number_needed
            yield say(
                f"{who.en}: {needed} documents are needed.", f"{who.ja}：{needed}点が必要。", rule, with_note=True
            )
    else:
        other = {True: ("other_official",), False: (), UNSPECIFIED: ()}[rule.other_official]
        papers = listed(PAPERS, (*rule.accepted, *other))
        number = rule.number_needed
        count = (
            Said("Documents", "書類") if isinstance(number, str) else Said(f"Any {number}", f"次のいずれか{number}点")
        )
        english, japanese = f"{who.en}: {count.en} of these: {papers.en}.", f"{who.ja}：{count.ja}：{papers.ja}。"
        yield say(english.replace("Documents of these", "these documents"), japanese, rule, with_note=True)
        if rule.other_official == UNSPECIFIED:
            yield Silence("whether other official documents will do", "その他の公的書類の可否")
    yield from _details(rule)


def _details(rule: IdentityRule) -> Parts:
    if isinstance(rule.number_needed, str):
        yield Silence("how many documents are needed", "必要な点数")
    if rule.only_national_insurance:
        english = "Of insurance cards, only the National Health Insurance card."
        yield say(english, "健康保険証は国民健康保険のものに限る。", rule)
    if rule.form in DOCUMENT_FORMS:
        form = named(DOCUMENT_FORMS, rule.form)
        yield say(f"Each is sent as {'an' if form.en[0] == 'o' else 'a'} {form.en}.", f"{form.ja}を提出。", rule)
    else:
        yield Silence("original or copy", "原本・写しの別")
    if rule.shows_current_address == UNSPECIFIED:
        yield Silence("whether the present address must be shown", "現住所の記載の要否")
    elif rule.shows_current_address:
        yield say("They must show the present address.", "現住所の記載があるもの。", rule)
    if isinstance(rule.max_age_days, str):
        yield Silence("how old a document may be", "書類の発行後の期間")
    else:
        yield say(f"Not older than {rule.max_age_days} days.", f"発行後{rule.max_age_days}日以内のもの。", rule)


def _agents(rule: AgentRule) -> Parts:
    if rule.allowed == UNSPECIFIED:
        yield Silence(
            "whether agents may ask (the Act, Art. 37, lets them)", "代理人による請求の可否（法第37条は認める）"
        )
    elif rule.allowed:
        yield say("An agent may ask for the person.", "代理人による請求を受け付ける。", rule, with_note=True)
    else:
        yield say("The text takes no requests from agents.", "代理人による請求を受け付けない。", rule, with_note=True)
    if rule.principal_id.value == UNSPECIFIED:
        yield Silence(
            "whether the person's own identity document comes with an agent's", "代理請求における本人の確認書類の要否"
        )
    else:
        needed = ASKED[rule.principal_id.value == "required"]
        yield say(f"The person's own document beside the agent's: {needed.en}.", f"本人の確認書類：{needed.ja}。", rule)
    if isinstance(rule.authority, str):
        yield Silence("which papers prove authority", "代理権を証する書類")
    else:
        for relation, papers in rule.authority.items():
            yield from _authority(named(RELATIONS, relation), papers)
    if isinstance(rule.identity, str):
        yield Silence("the agent's own identity documents", "代理人自身の本人確認書類")
    else:
        yield from _identity(rule.identity, Said("The agent", "代理人"))


def _authority(who: Said, papers: tuple[AuthorityDocument, ...]) -> Parts:
    for paper in papers:
        form = named(DOCUMENT_FORMS, paper.form)
        known = paper.form in DOCUMENT_FORMS
        english = f"{named(PAPERS, paper.kind).en}" + (f" ({form.en})" if known else "")
        family = Said(" showing the family relationship", "") if paper.shows_family_relationship else Said("", "")
        age = "" if isinstance(paper.max_age_days, str) else str(paper.max_age_days)
        aged = Said(f", not older than {age} days", f"、発行後{age}日以内") if age else Said("", "")
        said_ja = (
            f"{who.ja}：{paper.title_ja}"
            + (f"（{form.ja}）" if known and form.ja not in paper.title_ja else "")
            + aged.ja
        )
        yield say(
            f"{who.en[:1].upper()}{who.en[1:]}: {english}{family.en}{aged.en}.", f"{said_ja}。", paper, with_note=True
        )
        if not known:
            yield Silence(f"original or copy ({named(PAPERS, paper.kind).en})", f"原本・写しの別（{paper.title_ja}）")


def _masking(policy: Policy) -> Parts:
    for by in ("policy", "law", "ours"):
        rules = [rule for rule in policy.masking if rule.by == by]
        demanded = named(DEMANDED_BY, by)
        for source in dict.fromkeys(rule.source for rule in rules):
            marks = listed(MARKS, [rule.reason for rule in rules if rule.source == source])
            notes = " ".join(rule.note for rule in rules if rule.source == source and rule.note)
            yield Statement(f"By {demanded.en}: {marks.en}.", f"{demanded.ja}により：{marks.ja}。", source, notes)
