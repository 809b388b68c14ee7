"""The requests that wait for a firm, with the names of the firms that ask."""

from schemas.base import Model
from schemas.exchanged.request import RequestView
from schemas.values import Country, Text


class InboxRow(Model):
    """A received request that is not answered; `days` are left until the day it is due, negative if that has passed."""

    request: RequestView
    asker: Text
    country: Country
    days: int


class Inbox(Model):
    """The received requests that are open or passed on, the most urgent first."""

    rows: tuple[InboxRow, ...]
    more: bool
