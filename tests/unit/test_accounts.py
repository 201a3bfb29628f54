"""Passwords, tries and the gate's small rules, without a database."""

import pytest
from starlette.datastructures import Headers

from tasks.case.errors import KaijiError
from tasks.desk.attempts import Attempts
from tasks.desk.gate import is_from_here, is_open, safe_next
from tasks.store.passwords import hash_password, is_outdated, is_password

GOOD = "correct horse battery staple"


@pytest.mark.parametrize("password", ["", "short", "eleven char", "satosatosatosato", "SATOsatoSATO", "x" * 257])
def test_a_password_that_breaks_the_rule_is_refused(password):
    """Too short, too long, or nothing but the handle."""
    with pytest.raises(KaijiError, match="choose another"):
        hash_password(password, "sato")


def test_a_password_is_known_again_in_any_width():
    """A Japanese keyboard may type the same letters in full width."""
    kept = hash_password(GOOD, "sato")
    assert is_password(kept, GOOD)
    assert is_password(kept, "ｃｏｒｒｅｃｔ　ｈｏｒｓｅ battery staple")
    assert not is_password(kept, GOOD + ".")
    assert not is_outdated(kept)


def test_an_account_without_a_password_has_none_that_is_right():
    """Nor is the dummy's own password right for it."""
    assert not is_password("", "")
    assert not is_password("", "nobody has this password, and nobody gets in with it")


def test_a_hash_of_older_parameters_is_made_anew():
    """The library's defaults grow; the hashes follow at the next sign-in."""
    from argon2 import PasswordHasher

    assert is_outdated(PasswordHasher(time_cost=1, memory_cost=1024).hash(GOOD))


@pytest.mark.parametrize(
    "path",
    [
        "https://bad.example/",
        "//bad.example",
        "/\\bad.example",
        "javascript:alert(1)",
        "cases",
        "",
        "/\tx",
        "/a\nb",
        "///x",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(path):
    """`next` comes from the address, which anybody may have written."""
    assert safe_next(path) == "/"


@pytest.mark.parametrize("path", ["/", "/cases/R-1", "/cases/R-1?page=2"])
def test_a_page_of_the_desk_is_gone_back_to(path):
    """Its query too."""
    assert safe_next(path) == path


@pytest.mark.parametrize(
    "path", ["/", "/signin", "/sign-in/", "/healthy", "/me", "/sign-out", "/static", "/cases/static/"]
)
def test_only_the_few_open_paths_are_open(path):
    """A path that only looks like an open one is not."""
    assert not is_open(path)


@pytest.mark.parametrize(
    ("headers", "fine"),
    [
        ({}, True),  # no browser
        ({"sec-fetch-site": "same-origin", "origin": "null"}, True),  # our own referrer policy
        ({"sec-fetch-site": "same-origin", "origin": "http://127.0.0.1:4280"}, True),
        ({"origin": "http://127.0.0.1:4280"}, True),
        ({"origin": "http://127.0.0.1:4200"}, False),  # another port is another site
        ({"origin": "https://bad.example"}, False),
        ({"origin": "null"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "none"}, False),
        ({"sec-fetch-site": "same-origin", "origin": "https://bad.example"}, False),
    ],
)
def test_a_form_from_another_site_is_seen(headers, fine):
    """By what the browser says of itself."""
    assert is_from_here(Headers({"host": "127.0.0.1:4280"} | headers)) is fine


def test_an_address_and_a_handle_have_so_many_tries():
    """Ten for a handle, from wherever; sixty for an address, with whatever handle; a success frees the handle."""
    attempts = Attempts()
    assert [attempts.seconds_to_wait(f"10.0.0.{n}", "sato") for n in range(10)] == [0] * 10
    assert 0 < attempts.seconds_to_wait("10.0.0.99", "sato") <= 300
    assert attempts.seconds_to_wait("10.0.0.99", "mori") == 0
    attempts.succeeded("sato")
    assert attempts.seconds_to_wait("10.0.0.99", "sato") == 0
    assert not any(attempts.seconds_to_wait("10.0.1.1", f"h{n}") for n in range(60))
    assert attempts.seconds_to_wait("10.0.1.1", "another") > 0
