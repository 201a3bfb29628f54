"""Tells a policy to a privacy officer in plain sentences, Japanese and English, as a page that can be signed.

Where the text is silent the page says so and that a person decides; what is ours is told apart from what was published.
"""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from tasks.case.bilingual import Said, listed
from tasks.policy.schema import Policy
from tasks.policy.statements import Section, Statement, say, section
from tasks.policy.tell_answering import answering
from tasks.policy.tell_asking import Parts, asking
from tasks.policy.wording import NONE, OPEN_KEYS

Language = Literal["ja", "en", "both"]
LANGUAGES: dict[str, Language] = {"ja": "ja", "en": "en", "both": "both"}


class Explanation(NamedTuple):
    """A policy as sections, with what its page's head and foot say: company, version, days, file and its SHA-256."""

    company: Said
    version: str
    begins: str
    until: str
    document: str
    file: str
    sha256: str
    sections: tuple[Section, ...]


def explain_policy(policy: Policy, file: str, sha256: str) -> Explanation:
    """Everything `policy` says, what it leaves open, what is ours, and where its source is at odds or incomplete."""
    told = [*asking(policy), *answering(policy)]
    source = policy.document
    return Explanation(
        company=Said(policy.company.name_en, policy.company.name_ja),
        version=policy.version,
        begins=policy.effective_from.isoformat(),
        until=policy.effective_until.isoformat() if policy.effective_until else "",
        document=f"{source.title} ({source.file})",
        file=file,
        sha256=sha256,
        sections=(
            *told,
            _list(Said("Left open: a person decides", "定めのない事項（担当者が判断）"), _left_open(told)),
            _list(
                Said("Ours, never published by the company", "当方が定めた事項（事業者は公表していない）"), _ours(told)
            ),
            _list(Said("Documents that were not at hand", "入手できなかった文書"), _missing(policy)),
            _list(Said("Anomalies of the published text", "公表文の矛盾等"), _anomalies(policy)),
        ),
    )


def _list(title: Said, parts: Parts) -> Section:
    """A closing list, which shows what is ours as well."""
    return section(title, parts)._replace(closing=True)


def _left_open(told: list[Section]) -> Parts:
    for topic in told:
        if topic.silent:
            english, japanese = ", ".join(each.en for each in topic.silent), "、".join(each.ja for each in topic.silent)
            said = Said(f"{topic.title.en}: {english}.", f"{topic.title.ja}：{japanese}。")
            yield Statement(*said, topic.looked_under, topic.remark)


def _ours(told: list[Section]) -> Parts:
    """Every statement whose source is ours, apart from the rest, so that nobody takes it for the company's word."""
    for topic in told:
        for each in topic.said:
            if each.ours:
                yield each._replace(en=f"{topic.title.en}: {each.en}", ja=f"{topic.title.ja}：{each.ja}")


def _missing(policy: Policy) -> Parts:
    for each in policy.missing_document:
        keys = listed(OPEN_KEYS, each.leaves_open)
        english, japanese = f"“{each.title}” would settle: {keys.en}.", f"「{each.title}」により定まる事項：{keys.ja}。"
        yield say(english, japanese, each, with_note=True)


def _anomalies(policy: Policy) -> Parts:
    for each in policy.source_anomaly:
        yield say(
            f"{each.says} Read as: {each.read_as}", f"{each.says_ja}取扱い：{each.read_as_ja}", each, with_note=True
        )


def to_markdown(told: Explanation, language: Language = "both") -> str:
    """The explanation as markdown, with lines for date, name and signature at its end."""
    return "\n\n".join("\n".join(block) for block in _blocks(told, language)) + "\n"


def _blocks(told: Explanation, language: Language) -> Iterator[list[str]]:
    until = f" – {told.until}" if told.until else ""
    yield [f"# {_said(told.company, language)}"]
    yield [f"{told.version} ({told.begins}{until}) · {told.document}"]
    for topic in told.sections:
        lines = [f"- {_said(each, language)}{_source(each)}" for each in topic.shown]
        pointer = [f"- *{_said(topic.pointer, language)}*"] if topic.pointer else []
        nothing = [] if lines or pointer else [f"- {_said(NONE, language)}"]
        yield [f"## {_said(topic.title, language)}", "", *lines, *pointer, *nothing]
    yield ["---", "", f"{told.file} · SHA-256 {told.sha256}"]
    labels = Said(
        "Date: ____________  Name: ____________________  Signature or seal: ____________",
        "日付　　　　　　　氏名　　　　　　　　　　　署名又は押印",
    )
    yield [_said(labels, language)]


def _said(words: Said | Statement, language: Language) -> str:
    if language == "both" and words.ja != words.en:
        return f"{words.ja} / {words.en}"
    return words.ja if language == "ja" else words.en


def _source(each: Statement) -> str:
    note = f" ({each.remark})" if each.note else ""
    return f"{note} — {each.source}" if each.source else note
