"""What can happen to packets and cases, and how an event looks to the rules that read it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol


class Happened(Protocol):
    """One event as it was recorded; `id` orders events, since they are added one after another (`tasks.store.events`).

    `at` carries a time zone; `facts` are codes and numbers, never personal data.
    """

    @property
    def id(self) -> int:
        """Its place among all events."""
        ...

    @property
    def kind(self) -> str:
        """An `EventKind`."""
        ...

    @property
    def actor(self) -> str:
        """The handle of who did it, or `kaiji`."""
        ...

    @property
    def at(self) -> datetime:
        """When."""
        ...

    @property
    def packet_id(self) -> int | None:
        """The packet it happened to, if any."""
        ...

    @property
    def facts(self) -> Mapping[str, Any]:
        """What it was, in codes and numbers."""
        ...


class EventKind(StrEnum):
    """What can happen."""

    PACKET_REGISTERED = "packet_registered"
    PACKET_SEALED = "packet_sealed"
    PACKET_REPEATED = "packet_repeated"
    PACKET_RETURNED = "packet_returned"
    PACKET_QUARANTINED = "packet_quarantined"
    PACKET_OPENED = "packet_opened"
    PACKET_READ = "packet_read"
    PACKET_REDACTED = "packet_redacted"
    MY_NUMBER_DESTROYED = "my_number_destroyed"
    PACKET_SPLIT = "packet_split"
    CASE_OPENED = "case_opened"
    SUPPLEMENT_JOINED = "supplement_joined"
    CASE_LAPSED = "case_lapsed"
    FEE_MOVED = "fee_moved"
    RUN_CREATED = "run_created"
    RUN_TAKEN_UP = "run_taken_up"
    ANSWERED = "answered"
    ANSWER_REFUSED = "answer_refused"
    HELD_DATA_SEARCHED = "held_data_searched"
    HELD_RECORD_JUDGED = "held_record_judged"
    HELD_DATA_BROUGHT = "held_data_brought"
    LANGUAGE_CHANGED = "language_changed"
    CORRECTION_RECORDED = "correction_recorded"  # of before there were work orders
    ORDERS_WRITTEN = "orders_written"
    ORDER_CHANGED = "order_changed"
    ORDER_SEEN = "order_seen"
    ORDER_DONE = "order_done"
    ORDER_UNNEEDED = "order_unneeded"  # its owner found that nothing had to be changed
    ORDER_WITHDRAWN = "order_withdrawn"
    LETTER_WRITTEN = "letter_written"
    LETTERS_COMPLETE = "letters_complete"
    LETTERS_RELEASED = "letters_released"
    LETTER_WITHDRAWN = "letter_withdrawn"
    NOTICE_ASKED = "notice_asked"
    NOTICE_RELEASED = "notice_released"
    NOTICE_POSTED = "notice_posted"
    PACKAGE_FETCHED = "package_fetched"
    PACKAGE_SENT = "package_sent"
    LETTER_RETURNED = "letter_returned"
    REISSUE_ASKED = "reissue_asked"
    EVIDENCE_SEEN = "evidence_seen"
    LETTER_SEEN = "letter_seen"
    OUTBOX_SEEN = "outbox_seen"
    UNMASKED = "unmasked"
    FIELD_EDITED = "field_edited"
    REDACTION_EDITED = "redaction_edited"
    CHECKED_AGAIN = "checked_again"
    CODE_ISSUED = "code_issued"
    EXTENSION_ASKED = "extension_asked"
    ASSIGNED = "assigned"
    REMINDED = "reminded"
    DUE_TOLD = "due_told"
    SIGNED_IN = "signed_in"
    SIGN_IN_REFUSED = "sign_in_refused"
    SIGNED_OUT = "signed_out"
    ACCOUNT_CHANGED = "account_changed"
    AUDIT_EXPORTED = "audit_exported"
    CHAIN_VERIFIED = "chain_verified"
    SAMPLE_DATA_MADE = "sample_data_made"
    CASE_CLOSED = "case_closed"


MOVES = frozenset(  # what brings a case to where it is; since the newest of them it waits there
    {
        EventKind.CASE_OPENED,
        EventKind.SUPPLEMENT_JOINED,
        EventKind.CASE_LAPSED,
        EventKind.CHECKED_AGAIN,
        EventKind.EXTENSION_ASKED,
        EventKind.ANSWERED,
        EventKind.HELD_DATA_SEARCHED,
        EventKind.ORDERS_WRITTEN,
        EventKind.LETTERS_COMPLETE,
        EventKind.LETTERS_RELEASED,
        EventKind.LETTER_RETURNED,
        EventKind.REISSUE_ASKED,
    }
)
REOPENS = frozenset({EventKind.LETTER_RETURNED, EventKind.REISSUE_ASKED})  # a closed case is open again
