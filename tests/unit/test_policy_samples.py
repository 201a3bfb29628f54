"""The five companies' policies say what the companies published, and leave open what they did not."""

import tomllib
from collections.abc import Iterator

import pytest

from tasks.case.grounds import RefusalGround
from tasks.case.words import RedactionReason, RequestKind
from tasks.policy import Policy, list_policies, load_policy
from tasks.policy.contradictions import is_ours
from tasks.policy.loader import POLICY_FOLDER

NAMES = ["ito-software", "rakuro", "rococo", "tocaro", "toot"]
SILENT = ["ito-software", "rakuro", "tocaro", "toot"]  # they name no papers, no fee and no way of answering


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    """The five policies by name."""
    return {name: load_policy(name) for name in NAMES}


def test_there_are_five() -> None:
    """The folder of samples holds these policies and no other."""
    assert list_policies() == NAMES


def test_the_kinds_are_those_published(policies: dict[str, Policy]) -> None:
    """Tocaro opens disclosure only, three companies three kinds, Rococo all five that the Act had before records."""
    three = [RequestKind.DISCLOSURE, RequestKind.CORRECTION, RequestKind.SUSPEND_ERASE]
    assert {name: list(policy.requests.kinds) for name, policy in policies.items()} == {
        "ito-software": three,
        "rakuro": three,
        "rococo": [kind for kind in RequestKind if kind is not RequestKind.TP_RECORDS],
        "tocaro": [RequestKind.DISCLOSURE],
        "toot": three,
    }


@pytest.mark.parametrize("name", SILENT)
def test_silence_is_never_a_no(name: str, policies: dict[str, Policy]) -> None:
    """Papers, agents, fee and answer that a text does not speak of are open questions, not refusals and not free."""
    policy = policies[name]
    open_questions = [
        policy.identity.accepted, policy.identity.number_needed, policy.agent.allowed, policy.agent.identity,
        policy.agent.authority, policy.fee.kinds, policy.fee.amount_yen, policy.fee.per, policy.fee.means,
        policy.fee.kept_on_refusal, policy.fee.on_over, policy.reply.method, policy.reply.to, policy.reply.promise_days,
        policy.requests.days_to_answer, policy.requests.on_lapse, policy.requests.prescribed_form_needed, policy.approval,
        policy.separation,
    ]  # fmt: skip
    assert set(open_questions) == {"unspecified"}
    assert policy.fee.charges(RequestKind.DISCLOSURE) is None
    assert policy.fee.charges(RequestKind.CORRECTION) is False


def test_the_grounds_keep_number_and_code(policies: dict[str, Policy]) -> None:
    """Each list has its codes in its order; where the text has no numbers they are ours; Tocaro's and TOOT's are of disclosure."""
    ground = RefusalGround
    assert {name: [each.code for each in policies[name].ground] for name in SILENT} == {
        "tocaro": [ground.HARM_TO_RIGHTS, ground.SERIOUS_HINDRANCE, ground.LAW_VIOLATION, ground.IDENTITY_UNCONFIRMED],
        "ito-software": [ground.SERIOUS_HINDRANCE, ground.LAW_VIOLATION],
        "rakuro": [ground.NO_LEGAL_OBLIGATION, ground.REPEATED_REQUEST, ground.EXCESSIVE_WORK],
        "toot": [ground.HINDRANCE],
    }
    assert {each.number_source for name in SILENT for each in policies[name].ground} == {"ours"}
    assert {each.number_source for each in policies["rococo"].ground} == {"published"}
    confined = {name for name in NAMES if any(each.kinds for each in policies[name].ground)}
    assert confined == {"tocaro", "toot"}


def test_what_each_text_alone_says(policies: dict[str, Policy]) -> None:
    """Self-service and a possible fee; consequences; repeated requests; a Japanese text; promises of some kinds only."""
    tocaro, ito, rakuro, toot = (policies[name] for name in ("tocaro", "ito-software", "rakuro", "toot"))
    assert len(tocaro.requests.self_service) == len(tocaro.requests.self_service_ja) == 2
    assert tocaro.fee.possible_kinds == (RequestKind.DISCLOSURE,)
    assert tocaro.precedence[0].prevails == toot.precedence[0].prevails == "other_text"
    assert ito.requests.consequences_kinds == (RequestKind.SUSPEND_ERASE,)
    assert ito.requests.channels == ("post", "email")
    assert rakuro.missing_document[0].title == "Guidance on Application for Disclosure of Personal Information"
    assert (rakuro.contact.hours, rakuro.precedence[0].prevails) == ("10:00-17:00", "this_text")
    assert (toot.language.prevails, toot.language.published) == ("ja", ("en", "ja"))
    assert toot.reply.promise_kinds == (RequestKind.CORRECTION, RequestKind.SUSPEND_ERASE)
    assert {toot.contact.address_ja, toot.contact.email, toot.contact.phone} == {"unspecified"}


def test_what_is_not_published_is_marked_ours(policies: dict[str, Policy]) -> None:
    """Fourteen days to answer, our target, and masking that no text or law demands are ours in all five."""
    for name, policy in policies.items():
        assert policy.requests.internal_days_to_answer == 14
        assert is_ours(policy.requests.internal_days_to_answer_source)
        assert is_ours(policy.reply.internal_target_days_source)
        assert policy.redaction_reasons == frozenset(RedactionReason)
        domicile = next(rule for rule in policy.masking if rule.reason == RedactionReason.DOMICILE)
        assert domicile.by == ("policy" if name == "rococo" else "ours")


def _texts(node: object) -> Iterator[str]:
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _texts(child)
    if isinstance(node, str):
        yield node


@pytest.mark.parametrize("name", NAMES)
def test_no_placeholder_is_left(name: str) -> None:
    """Nothing stands in a policy only to fill a key."""
    text = (POLICY_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    assert not {"blank", "request_form", "TODO", "?"} & set(_texts(tomllib.loads(text)))
    assert "GAP" not in text
    assert "{}" not in text
