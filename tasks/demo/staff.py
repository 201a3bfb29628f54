"""The made-up staff of the demonstration: one account for each role, with a password that is told on the screen."""

import secrets
from typing import NamedTuple

from tasks.case.progress import Step
from tasks.case.roles import Role
from tasks.store.accounts import add_account
from tasks.wiring import House


class Member(NamedTuple):
    """One person of the demonstration's desk."""

    handle: str
    role: Role
    name: str


STAFF = (
    Member("mori", Role.OPERATOR, "森 受付"),
    Member("sato", Role.REVIEWER, "佐藤 審査"),
    Member("ito", Role.APPROVER, "伊藤 承認"),
    Member("kato", Role.MANAGER, "加藤 管理"),
    Member("ueda", Role.AUDITOR, "上田 監査"),
)
_WORDS = ("yuki", "sakura", "kaede", "hikari", "minato", "tsubaki", "asagi", "suzume")

WHO_ANSWERS: dict[Step, str] = {
    Step.CONFIRM_READING: "sato",
    Step.RELEASE_DEFICIENCY: "sato",
    Step.AWAIT_REQUESTER: "sato",
    Step.SEARCH_BY_HAND: "mori",
    Step.DECIDE: "sato",
    Step.APPROVE: "ito",
    Step.RELEASE_REPLY: "ito",
    Step.EXTEND_DUE: "ito",
    Step.CARRY_OUT: "mori",
    Step.AWAIT_RESCAN: "mori",
    Step.DISPATCH_DEFICIENCY: "mori",
    Step.DISPATCH_REPLY: "mori",
    Step.HANDLE_RETURN: "sato",
}


def hire(house: House) -> dict[str, str]:
    """Makes the accounts; their passwords by handle, made up anew each time."""
    passwords = {
        member.handle: f"{secrets.choice(_WORDS)}-{secrets.choice(_WORDS)}-{secrets.token_hex(4)}" for member in STAFF
    }
    with house.database.transaction() as session:
        for member in STAFF:
            add_account(
                session,
                member.handle,
                [member.role],
                house.now(),
                by=member.handle,
                name=member.name,
                password=passwords[member.handle],
            )
    return passwords
