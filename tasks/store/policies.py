"""Policies in the database: each version as it stood when the first packet arrived under it."""

import hashlib
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, select

from tasks.store.tables import PolicyText


def keep_policy_text(session: Session, code: str, version: str, text: str, at: datetime) -> str:
    """The text kept for this version of a policy: `text` itself on its first use, the one of then for ever after."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    values = {"code": code, "version": version, "sha256": digest, "text": text, "first_used_at": at}
    session.execute(insert(PolicyText).values(values).on_conflict_do_nothing(index_elements=["code", "version"]))
    return policy_text(session, code, version)


def policy_text(session: Session, code: str, version: str) -> str:
    """The text kept for a version; NoResultFound when no packet ever arrived under it."""
    mine = (PolicyText.code == code, PolicyText.version == version)
    return session.exec(select(PolicyText.text).where(*mine)).one()
