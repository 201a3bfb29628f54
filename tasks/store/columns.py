"""Column types that carry a rule: personal values, moments with a time zone, JSON."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Text, TypeDecorator
from sqlalchemy.dialects.postgresql import JSONB

from tasks.case.business_days import JST

Json = JSONB


class Personal(TypeDecorator[Any]):
    """A value about a person, as JSON text; the one door through which every such column is written and read.

    Encryption at rest belongs here, and nowhere else.
    """

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002  # SQLAlchemy names it
        """To the database."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """From the database."""
        return None if value is None else json.loads(value)


class Moment(TypeDecorator[datetime]):
    """A moment; it must know its time zone, and comes back in Japanese time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """To the database; ValueError for a moment without a time zone."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment must carry its time zone")
        return value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """From the database."""
        return None if value is None else value.astimezone(JST)
