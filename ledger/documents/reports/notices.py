"""Notices as a page: those of an organisation with the results of sending, and those that are not sent."""

from datetime import UTC, datetime

from ledger.documents.page import Page, table
from ledger.translations.documents import text
from schemas.views.notices import Notices, NoticeView, Sent, UnsentNotice, UnsentNotices


def layout_notices(notices: Notices) -> Page:
    """The page of an organisation's notices."""
    if not notices.items:
        return Page("There is no notice.")
    heads = ("at", "notice", "page", "sent")
    return Page("Notices", blocks=[table("", heads, map(_cells, notices.items))])


def layout_unsent(notices: UnsentNotices) -> Page:
    """The page of the notices that are not sent."""
    if not notices.items:
        return Page("No notice waits to be sent.")
    heads = ("organisation", "kind", "to", "state", ">attempts", "since")
    return Page("Notices that are not sent", blocks=[table("", heads, map(_unsent, notices.items))])


def _cells(row: NoticeView) -> tuple[str, ...]:
    words = text(f"notices.{row.kind}", "en", name=row.name, firm=row.firm)
    return _time(row.at), words, row.page, "; ".join(map(_words, row.sent))


def _unsent(row: UnsentNotice) -> tuple[str, ...]:
    sent = row.sent
    return (
        row.organisation,
        row.kind,
        sent.address,
        _state(sent),
        str(sent.attempts),
        _time(sent.at),
    )


def _words(sent: Sent) -> str:
    return f"{sent.address}: {_state(sent)}"


def _state(sent: Sent) -> str:
    return sent.state if sent.reason is None else f"{sent.state}, {sent.reason}"


def _time(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d %H:%M")
