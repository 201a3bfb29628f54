"""Checking policies: every mistake at once, with its line, what is wrong, and the cure."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from tasks.case.errors import PolicyMistake
from tasks.case.grounds import RefusalGround
from tasks.cli import _app
from tasks.policy import Policy, check_policy, list_policies, load_policy
from tasks.policy.check import check_table
from tasks.policy.contradictions import payable_by_fixed_orders
from tasks.policy.keys import all_keys, is_key
from tasks.policy.loader import POLICY_FOLDER
from tasks.policy.mistakes import Mistake
from tasks.policy.toml_lines import key_lines

ROCOCO = (POLICY_FOLDER / "rococo.toml").read_text(encoding="utf-8")
CHARGED = 'kinds = ["purpose_notice", "disclosure"]\npossible'
ORDERS = 'means = ["teigaku_kogawase", "futsu_kogawase"]'
HARM = 'code = "harm_to_rights"\n'
LAPSE = 'on_lapse = "unspecified"\nlapse_text_ja = "unspecified"\nsource = "Procedures'
PUBLISHED_LAPSE = 'on_lapse = "withdrawn"\nlapse_text_ja = "取り下げられたものとみなします。"\nsource = "Procedures'

APPROVAL = 'approval = "unspecified"'
SEPARATION = 'separation = "unspecified"'
PEOPLE = f"{APPROVAL}\n{SEPARATION}"


def parted(*rules: str) -> str:
    """Entries of a separation, each with its duties as they stand in the file."""
    return "\n".join(f'[[separation]]\nduties = [{duties}]\nsource = "x"' for duties in rules)


def approved(*outcomes: str) -> str:
    """Approvals of outcomes, all by one person; separation is left open."""
    entries = "\n".join(f'[[approval]]\nof = "{of}"\nby = "x"\nsource = "x"' for of in outcomes)
    return f"{SEPARATION}\n{entries}"


def checked(folder: Path, *edits: tuple[str, str], name: str = "rococo") -> list[Mistake]:
    """What is found in rococo once each first text is replaced by the second."""
    text = ROCOCO
    for old, new in edits:
        assert old in text
        text = text.replace(old, new, 1)
    file = folder / f"{name}.toml"
    file.write_text(text, encoding="utf-8")
    found = check_policy(file)
    lines = text.splitlines()
    for each in found:
        last = each.key.rpartition(".")[2]
        assert each.says
        assert each.cure
        assert each.says.endswith("missing") or last in lines[each.line - 1] or each.key in ("masking", "the file")
    return found


def mistakes(found: list[Mistake]) -> list[Mistake]:
    """What must be mended."""
    return [each for each in found if not each.warning]


def test_the_samples_are_in_order() -> None:
    """No policy in samples/policies has a mistake or a warning."""
    assert len(list_policies()) == 5
    assert not [each for name in list_policies() for each in check_policy(POLICY_FOLDER / f"{name}.toml")]


@pytest.mark.parametrize(
    ("old", "new", "key", "says", "cure"),
    [
        # Act Art. 38
        (CHARGED, CHARGED.replace('e"]', 'e", "correction"]'), "fee.kinds", "Art. 38", 'take "correction" out'),
        (CHARGED, CHARGED.replace('e"]', 'e", "stop_provision"]'), "fee.kinds", "Art. 38", "purpose_notice and disclosure"),
        ("possible_kinds = []", 'possible_kinds = ["suspend_erase"]', "fee.possible_kinds", "Art. 38", "take"),
        ("possible_kinds = []", 'possible_kinds = ["disclosure"]', "fee.possible_kinds", "perhaps", "one of the two"),
        # documents
        ('["licence",', '["drivers_licence",', "identity.accepted", "drivers_licence", 'write "licence"'),
        ('["licence",', '["blank",', "identity.accepted", '"blank" cannot stand', "licence, passport"),
        ('kind = "koseki"', 'kind = "kosek"', "agent.authority.minor.0.kind", "kosek", 'write "koseki"'),
        ("number_needed = 1\nother_official = false", "number_needed = 9\nother_official = false",
         "agent.identity.number_needed", "only 5 accepted", "list the others"),
        # grounds
        (HARM, "", "ground.3.code", "is missing", "harm_to_rights"),
        (HARM, 'code = "harm_to_right"\n', "ground.3.code", "harm_to_right", 'write "harm_to_rights"'),
        ('number = "7"', 'number = "5"', "ground.6.number", "more than once", "its own"),
        ('duplicate_of = "1"', 'duplicate_of = "9"', "ground.5.duplicate_of", "not listed", "one of 1, 2, 3, 4, 5, 7"),
        ('duplicate_of = "1"', 'duplicate_of = "6"', "ground.5.duplicate_of", "not listed", "or take duplicate_of out"),
        ('letter = "d"', 'letter = "a"', "exclusion.3.letter", "more than once", "its own"),
        # kinds, days, lapse
        ('"stop_provision"]\nchannels', "]\nchannels", "forms.2.kinds", "stop_provision", "requests.kinds"),
        ("promise_kinds = []", 'promise_kinds = ["third_party"]', "reply.promise_kinds", "third_party", "it may be"),
        ('promise_days = "unspecified"', "promise_days = 10", "reply.internal_target_days", "overrun", "= 10 or less"),
        (LAPSE, PUBLISHED_LAPSE.replace("Procedures", "ours: Procedures"), "requests.on_lapse", "ours", "a person then decides"),
        (LAPSE, LAPSE.replace("unspecified", "refused", 1), "requests.on_lapse", "published words", "lapse_text_ja"),
        ("effective_from = 2008-10-29", "effective_from = 2008-10-29\neffective_until = 2008-01-01", "effective_until",
         "before it begins", "last day"),
        # money
        ("amount_yen = 1000", "amount_yen = 0", "fee.amount_yen", "0 yen", "kinds = []"),
        (ORDERS, "means = []", "fee.means", "no means", "unspecified"),
        ("means_refused = []", 'means_refused = ["futsu_kogawase"]', "fee.means_refused", "taken and refused", "one of"),
        # masking, lists, language, words
        ('reason = "organ_donor"\nby = "ours"', 'reason = "organ_donor"\nby = "law"', "masking.7.by", "is ours", 'by = "ours"'),
        ('by = "law"\nsource = "National', 'by = "ours"\nsource = "National', "masking.6.by", "is not", "begins with"),
        ('    "Distribution of e-mail newsletter",\n', "", "purpose.2.purposes_ja", "3 entries", "render each"),
        ("self_service = []", 'self_service = ["By oneself"]', "requests.self_service_ja", "1 entries", "render each"),
        ('prevails = "unspecified"', 'prevails = "ja"', "language.prevails", "not among", "en"),
        ('name_en = "Rococo Co.,Ltd."', 'name_en = "unspecified"', "company.name_en", "left open", "really is"),
        # keys and shapes
        ('hours = "09', 'hurs = "09', "contact.hurs", "not a key", "write hours"),
        ("[[complaint]]", "[[complaints]]", "complaints", "not a key", "write complaint"),
        ('hours = "09:00-18:00"', 'hours = "9-18"', "contact.hours", "such as 09:00-18:00", "unspecified"),
        ("validity_months = 6", 'validity_months = "6"', "fee.validity_months", "whole number", "without quotes"),
        ("effective_from = 2008-10-29", 'effective_from = "2008-10-29"', "effective_from", "a date", "without quotes"),
        ('channels = ["post"]', 'channels = "post"', "requests.channels", '"post"', "post, email, web, counter"),
        ('first = "12-29"', 'first = "12-32"', "contact.closures", "range", "write"),
        # people
        (PEOPLE, approved("disclose_part"), "approval.0.of", "disclose_part", 'write "disclose_partly"'),
        (SEPARATION, parted('"decision", "dispach"'), "separation.0.duties", "dispach", 'write "dispatch"'),
        (SEPARATION, parted('"decision"'), "separation.0.duties", "two duties", "it may be intake"),
        (SEPARATION, parted('"decision", "decision"'), "separation.0.duties", "each once", "it may be intake"),
        (SEPARATION, '[[separation]]\nduties = ["intake", "release"]', "separation.0.source", "is missing", "add it"),
    ],
)  # fmt: skip
def test_each_mistake_has_its_line_and_cure(tmp_path: Path, old: str, new: str, key: str, says: str, cure: str) -> None:
    """One mistake, and no other, is told at its key, with what is wrong and what to write instead."""
    found = [
        each
        for each in mistakes(checked(tmp_path, (old, new)))
        if not each.says.startswith("is missing") or key == each.key
    ]
    assert [each.key for each in found] == [key]
    assert says in found[0].says
    assert cure in found[0].cure


def test_a_form_and_a_fee_are_of_accepted_kinds(tmp_path: Path) -> None:
    """A kind that is not accepted has neither form nor fee; both are told."""
    found = mistakes(
        checked(tmp_path, ('["purpose_notice", "disclosure", "correction"', '["purpose_notice", "correction"'))
    )
    assert [each.key for each in found] == ["forms.1.kinds", "fee.kinds"]
    assert all('add "disclosure" to requests.kinds' in each.cure for each in found)


def test_a_ground_without_a_code_is_told_all_codes(tmp_path: Path) -> None:
    """Whoever forgot the canonical code reads all of them."""
    (missing,) = mistakes(checked(tmp_path, (HARM, "")))
    assert all(code in missing.cure for code in RefusalGround)


def test_an_amount_that_no_orders_make(tmp_path: Path) -> None:
    """1,430 yen cannot be paid by fixed-denomination orders alone; with another means beside them it can."""
    amount = ("amount_yen = 1000", "amount_yen = 1430")
    (found,) = mistakes(checked(tmp_path, amount, (ORDERS, 'means = ["teigaku_kogawase"]')))
    assert "1430 yen" in found.says
    assert "1400 yen or 1450 yen" in found.cure
    assert not checked(tmp_path, amount)


@given(st.lists(st.sampled_from([50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1000]), min_size=1, max_size=4))
def test_any_orders_make_a_payable_amount(orders: list[int]) -> None:
    """What a handful of orders adds up to is payable, one yen more is not."""
    assert payable_by_fixed_orders(sum(orders))
    assert not payable_by_fixed_orders(sum(orders) + 1)


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ('reason = "domicile"\nby = "policy"', 'reason = "household_member"\nby = "policy"', "masking", "domicile"),
        ("[agent]\nallowed = true", "[agent]\nallowed = false", "agent.allowed", "Art. 37"),
        (LAPSE, PUBLISHED_LAPSE, "requests.on_lapse", "no period"),
        ('accepted = ["licence", "passport", "juki', 'accepted = ["koseki", "passport", "juki', "identity.accepted", "nobody"),
        ('kinds = ["disclosure"]\ntitle', 'kinds = ["purpose_notice"]\ntitle', "requests.prescribed_form_needed", "disclosure"),
        (SEPARATION, "", "separation", "is missing"),
        (PEOPLE, "approval = []\n" + parted('"decision", "approval"'), "separation.0.duties", "approval = []"),
        (SEPARATION, parted('"intake", "release"', '"release", "intake"'), "separation.1.duties", "another"),
        (SEPARATION, parted('"intake", "release"', '"release", "intake", "dispatch"'), "separation.0.duties", "another"),
        (PEOPLE, approved("any", "refuse", "extension"), "approval.1.of", "every answer"),
    ],
)  # fmt: skip
def test_warnings_do_not_stop_a_policy(tmp_path: Path, old: str, new: str, key: str, says: str) -> None:
    """What only needs a look is told as a warning beside the mistakes, if any."""
    found = checked(tmp_path, (old, new))
    assert [each.key for each in found if each.warning] == [key]
    assert says in next(each.says for each in found if each.warning)


def test_a_policy_with_warnings_only_is_loaded(tmp_path: Path) -> None:
    """A warning may stand."""
    assert [each.warning for each in checked(tmp_path, ("[agent]\nallowed = true", "[agent]\nallowed = false"))] == [
        True
    ]
    assert load_policy("rococo", tmp_path).agent.allowed is False


def test_field_errors_and_contradictions_come_together(tmp_path: Path) -> None:
    """A wrong type does not hide that two grounds have one number, or that a target overruns a promise."""
    found = mistakes(
        checked(
            tmp_path,
            ("validity_months = 6", "validity_months = []"),
            ('number = "7"', 'number = "5"'),
            ('promise_days = "unspecified"', "promise_days = 3"),
            ('channels = ["post"]', 'channels = ["mail"]'),
        )
    )
    keys = ["requests.channels", "fee.validity_months", "reply.internal_target_days", "ground.6.number"]
    assert [each.key for each in found] == keys
    assert [each.line for each in found] == sorted(each.line for each in found)
    with pytest.raises(PolicyMistake, match="4 correction") as told:
        load_policy("rococo", tmp_path)
    assert all(str(each) in str(told.value) for each in found)


def test_a_missing_document_names_keys_that_exist(tmp_path: Path) -> None:
    """A misspelt key in `leaves_open` is told with its near match."""
    document = '[[missing_document]]\ntitle = "x"\nleaves_open = ["fee.amout_yen"]\nsource = "y"\n\n[[source_anomaly]]'
    (found,) = checked(tmp_path, ("[[source_anomaly]]", document))
    assert found.cure == 'write "fee.amount_yen"'


def test_every_key_the_schema_knows_is_a_key() -> None:
    """The list from which near matches come, and the question whether a key exists, agree."""
    assert all(is_key(key.split(".")) for key in all_keys())
    assert not is_key(("fee", "nothing"))
    assert not is_key(("nothing", "code"))
    assert is_key(("agent", "authority", "minor", "0", "form"))


_JUNK = st.sampled_from(
    [0, -1, True, "x", "unspecified", "", [], {}, [1], ["disclosure"], [{"number": 1}], {"kinds": 3}]
)


@given(st.data())
def test_no_junk_breaks_the_check(data: st.DataObject) -> None:
    """Whatever stands at a key, the check says what is wrong or the policy is right; it never breaks."""
    raw = tomllib.loads(ROCOCO)
    key = data.draw(st.sampled_from(sorted(raw)))
    inner = data.draw(st.sampled_from(sorted(raw[key]))) if isinstance(raw[key], dict) else None
    junk = data.draw(_JUNK)
    if inner is None:
        raw[key] = junk
    else:
        raw[key][inner] = junk
    try:
        Policy.model_validate(raw)
    except ValueError:
        assert mistakes(check_table(raw, key_lines(ROCOCO)))
    else:
        assert not mistakes(check_table(raw, key_lines(ROCOCO)))


@pytest.mark.parametrize(
    ("content", "line"), [(b"a = 1\nb = \n", 2), (b'a = "x\nb = 1\n', 1), (b"a = '''\n\n", 2), (b"\xff\xfe", 1)]
)
def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path, content: bytes, line: int) -> None:
    """A file that cannot be parsed has one mistake, where it broke."""
    (tmp_path / "x.toml").write_bytes(content)
    (found,) = check_policy(tmp_path / "x.toml")
    assert (found.key, found.line) == ("the file", line)


def test_a_policy_is_named_by_its_code(tmp_path: Path) -> None:
    """In a folder the file's name is the code; a draft given by its path may be named otherwise."""
    (found,) = checked(tmp_path, name="roccoco")
    assert (found.key, found.cure) == ("code", 'name the file rococo.toml, or write code = "roccoco"')
    assert load_policy(tmp_path / "roccoco.toml").code == "rococo"
    with pytest.raises(PolicyMistake, match="name the file"):
        load_policy("roccoco", tmp_path)


def test_the_command_tells_mistakes_and_exits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit 1 with every mistake of every file; exit 0 when there are warnings only; one of name and --all must be given."""
    monkeypatch.setenv("KAIJI_POLICIES", str(tmp_path))
    checked(tmp_path, ("[agent]\nallowed = true", "[agent]\nallowed = false"))
    warned = CliRunner().invoke(_app, ["policy", "check", "--all"])
    assert (warned.exit_code, "in order, 1 to look at" in warned.output) == (0, True)
    checked(tmp_path, name="other")
    wrong = CliRunner().invoke(_app, ["policy", "check", "--all"])
    assert (wrong.exit_code, "rococo.toml: in order" in wrong.output) == (1, True)
    assert "other.toml: 1 to mend" in wrong.output
    assert CliRunner().invoke(_app, ["policy", "check", "rococo"]).exit_code == 0
    assert CliRunner().invoke(_app, ["policy", "check", str(tmp_path / "other.toml")]).exit_code == 1
    assert CliRunner().invoke(_app, ["policy", "check"]).exit_code == 2
