"""Policies: what rococo says, and how mistakes are told."""

import re
import tomllib
from pathlib import Path

import pytest

from tasks.case.errors import PolicyMistake
from tasks.case.grounds import RefusalGround
from tasks.case.words import AgentRelation, PageKind, RedactionReason, RequestKind
from tasks.policy import Policy, list_policies, load_policy
from tasks.policy.loader import POLICY_FOLDER
from tasks.policy.toml_lines import key_lines

ROCOCO = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def rococo() -> Policy:
    """The policy of 004."""
    return load_policy("rococo")


def changed(folder: Path, *edits: tuple[str, str]) -> Path:
    """A draft of rococo, by another file name, with each first text replaced by the second."""
    text = ROCOCO
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / "changed.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_every_sample_policy_loads() -> None:
    """What lies in samples/policies is without a mistake."""
    assert "rococo" in list_policies()
    assert all(load_policy(name).code == name for name in list_policies())


def test_a_policy_is_found_by_name_folder_or_path(tmp_path: Path, rococo: Policy) -> None:
    """A name is looked up in the samples or a given folder; a path is a path."""
    file = changed(tmp_path)
    (tmp_path / "rococo.toml").write_text(ROCOCO, encoding="utf-8")
    assert load_policy(file) == load_policy(str(file)) == load_policy("rococo", tmp_path) == rococo
    assert list_policies(tmp_path) == ["changed", "rococo"]


def test_the_fee(rococo: Policy) -> None:
    """¥1,000 for notice and disclosure, kept on refusal; what happens to a wrong amount is unspecified."""
    fee = rococo.fee
    assert (fee.amount_yen, fee.kept_on_refusal, fee.on_over, fee.on_short) == (
        1000,
        True,
        "unspecified",
        "unspecified",
    )
    assert set(fee.kinds) == {RequestKind.PURPOSE_NOTICE, RequestKind.DISCLOSURE}


def test_the_lists_differ_by_role(rococo: Policy) -> None:
    """The person may send other official documents, the agent may not; the person's ID beside an agent's is unsaid."""
    assert rococo.identity.other_official is True
    assert rococo.agent.identity.other_official is False
    assert PageKind.JUMINHYO in rococo.agent.identity.accepted
    assert rococo.agent.principal_id == "unspecified"


def test_the_power_of_attorney_comes_in_original(rococo: Policy) -> None:
    """Each relation has its papers; only the power of attorney is asked for in original."""
    papers = rococo.agent.authority
    assert set(papers) == set(AgentRelation)
    assert [(paper.kind, paper.form) for paper in papers[AgentRelation.DELEGATED]] == [("poa", "original")]


def test_what_must_be_painted(rococo: Policy) -> None:
    """The policy itself demands only the domicile; the law adds the rest, and every entry says where from."""
    assert rococo.redaction_reasons == frozenset(RedactionReason)
    assert [rule.reason for rule in rococo.masking if rule.by == "policy"] == [RedactionReason.DOMICILE]


def test_the_grounds_keep_their_numbers(rococo: Policy) -> None:
    """Seven grounds, numbered as published, the sixth repeating the first."""
    assert [ground.number for ground in rococo.ground] == list("1234567")
    assert [(ground.number, ground.duplicate_of) for ground in rococo.ground if ground.duplicate_of] == [("6", "1")]
    assert rococo.ground[1].code is RefusalGround.FORMAL_DEFECT
    assert [exclusion.letter for exclusion in rococo.exclusion] == list("abcd")


def test_our_own_defaults_are_marked(rococo: Policy) -> None:
    """The fourteen days are ours and promised to nobody; the company promises "without delay"."""
    assert rococo.reply.internal_target_days == 14
    assert rococo.reply.internal_target_days_source.startswith("ours")
    assert rococo.reply.promise_days == "unspecified"
    assert "without delay" in str(rococo.reply.promise_text_en)


def test_every_entry_names_its_source() -> None:
    """Each table of the file, but the document itself, has a `source`."""

    def tables(node: object) -> list[dict[str, object]]:
        children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else []
        inner = [table for child in children for table in tables(child)]
        return [node, *inner] if isinstance(node, dict) and {"kind", "code", "text", "reason"} & set(node) else inner

    data = tomllib.loads(ROCOCO)
    data.pop("code")
    assert tables(data)
    assert all("source" in table for table in tables(data))


def test_all_mistakes_are_told_at_once_with_their_lines(tmp_path: Path) -> None:
    """A wrong type, an unknown key, a missing key, an unknown code and an unlawful fee come in one message."""
    file = changed(
        tmp_path,
        ("amount_yen = 1000", 'amount_yen = "1000"'),
        ('hours = "', 'ours = "'),
        ('code = "harm_to_rights"', 'code = "hurt"'),
        ('kinds = ["purpose_notice", "disclosure"]\npossible', 'kinds = ["correction"]\npossible'),
    )
    with pytest.raises(PolicyMistake) as told:
        load_policy(file)
    lines = file.read_text(encoding="utf-8").splitlines()
    message = str(told.value)
    for key, start in (("fee.amount_yen", "amount_yen"), ("contact.ours", "ours"), ("ground.3.code", "code")):
        number = int(re.search(rf"line (\d+): {re.escape(key)}:", message)[1])  # type: ignore[index]
        assert lines[number - 1].startswith(start)
    assert "contact.hours: is missing" in message
    assert "Art. 38" in message


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('duplicate_of = "1"', 'duplicate_of = "9"', "not listed"),
        ('duplicate_of = "1"', 'duplicate_of = "6"', "not listed"),
        ('number = "7"', 'number = "5"', "more than once"),
        ('reason = "organ_donor"', 'reason = "domicile"', "more than once"),
        ('"suspend_erase", "stop_provision"]\nchannels', '"suspend_erase"]\nchannels', "requests.kinds"),
        ('desk_ja = "個人情報センター', 'desk_ja = "" # ', "must not be empty"),
        ('first = "12-29"', 'first = "12-32"', "contact.closures"),
        ('code = "rococo"', "code = ", "not TOML"),
    ],
)
def test_contradictions_are_mistakes(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A policy that denies itself is refused with the reason."""
    with pytest.raises(PolicyMistake, match=said):
        load_policy(changed(tmp_path, (old, new)))


def test_an_unknown_policy_names_the_known_ones() -> None:
    """The message for a wrong name lists the right ones."""
    with pytest.raises(PolicyMistake, match="rococo"):
        load_policy("nobody")


def test_unspecified_is_a_value_of_its_own(tmp_path: Path) -> None:
    """An amount may be unspecified; it is neither zero nor missing."""
    policy = load_policy(changed(tmp_path, ("amount_yen = 1000", 'amount_yen = "unspecified"')))
    assert policy.fee.amount_yen == "unspecified"


def test_lines_of_nested_tables() -> None:
    """Keys in repeated and nested tables are found at their own lines."""
    lines = key_lines('a = 1\n[[b]]\nc = 2\n[[b]]\nc = 3\n[d.e]\nf = "x"\n')
    assert lines["a",] == 1
    assert (lines["b", "0", "c"], lines["b", "1", "c"], lines["d", "e", "f"]) == (3, 5, 7)
