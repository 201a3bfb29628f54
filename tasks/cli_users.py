"""The commands `kaiji user …`: who may sign in at the desk, and what they may do there."""

import getpass
import re
import sys
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from sqlmodel import Session

from tasks.case.errors import KaijiError
from tasks.case.roles import HANDLE, Role
from tasks.settings import load_settings
from tasks.store import accounts
from tasks.store.account_tables import Account
from tasks.store.events import KAIJI
from tasks.wiring import open_house

app = typer.Typer(help="Keep the accounts of the desk; works while the house is up.", no_args_is_help=True)
_console = Console(width=None if sys.stdout.isatty() else 160)
Handle = Annotated[str, typer.Argument(help="Lower-case letters and digits, such as sato or k.ito.")]
Roles = Annotated[list[Role], typer.Option("--role", help="What the account may be used for; say it once for each.")]
FromStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password from the first line of standard input.")
]
Person = Annotated[
    str | None, typer.Option("--person", help="Whose work this is in the record; default: your name on this machine.")
]


@app.command()
def add(
    handle: Handle,
    roles: Roles,
    *,
    name: Annotated[str, typer.Option(help="The person's name, shown to themselves and in `kaiji user list`.")] = "",
    email: Annotated[str, typer.Option(help="By this a company's sign-on (OIDC) knows the account at first.")] = "",
    language: Annotated[str | None, typer.Option(help="ja or en; default: the house's.")] = None,
    password_stdin: FromStdin = False,
    no_password: Annotated[bool, typer.Option("--no-password", help="Signs on by OIDC only.")] = False,
    person: Person = None,
) -> None:
    """Make an account; asks for its password twice."""
    house = open_house(load_settings())
    password = None if no_password else _password(from_stdin=password_stdin)
    facts = {"name": name, "email": email, "language": language or house.settings.language}
    with house.database.transaction() as session:
        accounts.add_account(session, handle, roles, house.now(), _actor(person), password=password, **facts)
    _console.print(f"{handle}: added, {', '.join(roles)}", highlight=False)


@app.command("list")
def list_users() -> None:
    """Show every account, its roles, how it signs in, and whether it may."""
    house = open_house(load_settings())
    table = Table("handle", "name", "roles", "language", "signs in by", "state")
    with house.database.transaction() as session:
        for each in accounts.list_accounts(session):
            ways = ("password" if each.password_hash else "", "OIDC" if each.subject else "")
            shown = (", ".join(each.roles), each.language, ", ".join(filter(None, ways)) or "OIDC, not yet used")
            table.add_row(each.handle, escape(each.name), *shown, _state(each, house.now()))
    _console.print(table)


@app.command()
def disable(handle: Handle, person: Person = None) -> None:
    """Let nobody in with an account any more; whoever is signed in with it is out at once."""
    _change(handle, person, accounts.disable, "disabled")


@app.command()
def enable(handle: Handle, person: Person = None) -> None:
    """Let an account in again, also one that is locked after wrong passwords."""
    _change(handle, person, accounts.enable, "enabled")


@app.command()
def password(handle: Handle, *, password_stdin: FromStdin = False, person: Person = None) -> None:
    """Set a new password; asks for it twice, and signs the account out everywhere."""
    house = open_house(load_settings())
    with house.database.transaction() as session:
        accounts.account_of(session, handle)  # before anybody types a password for nothing
    new = _password(from_stdin=password_stdin)
    _change(
        handle,
        person,
        lambda session, account, at, by: accounts.set_password(session, account, new, at, by),
        "new password",
    )


@app.command()
def roles(handle: Handle, roles: Roles, person: Person = None) -> None:
    """Give an account these roles and no others; it is signed out everywhere."""
    _change(
        handle,
        person,
        lambda session, account, at, by: accounts.set_roles(session, account, roles, at, by),
        ", ".join(roles),
    )


def _change(
    handle: str, person: str | None, change: Callable[[Session, Account, datetime, str], None], told: str
) -> None:
    house = open_house(load_settings())
    with house.database.transaction() as session:
        change(session, accounts.account_of(session, handle), house.now(), _actor(person))
    _console.print(f"{handle}: {told}", highlight=False)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt="Once more")
    return typed


def _actor(person: str | None) -> str:
    """Who the record names: the handle given, or the machine's name for whoever types, or kaiji where that is no handle."""
    if person is not None and not re.fullmatch(HANDLE, person):
        raise KaijiError("Say who with a handle of lower-case letters and digits, such as sato or k.ito.")
    try:
        mine = getpass.getuser()
    except (KeyError, OSError):
        mine = ""
    return person or (mine if re.fullmatch(HANDLE, mine) else KAIJI)


def _state(account: Account, now: datetime) -> str:
    if account.disabled_at is not None:
        return f"disabled since {account.disabled_at:%Y-%m-%d}"
    if account.locked_until is not None and now < account.locked_until:
        return f"locked until {account.locked_until:%H:%M}"
    return "enabled"
