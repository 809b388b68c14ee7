"""Identifiers, links and dates of a file: form, check digit, order, and values that stand for none.

A link to a study or declaration must open in a browser: http or https, a host that the Internet has, no sample of a
generator (`telnet://192.0.2.16:80/`). Hosts reserved for documentation (RFC 2606, RFC 5737) are nobody's.

A GTIN ends in a check digit: from the right, digits count 1 and 3 in turn, and the sum is a multiple of 10 (GS1).
Left out: whether a link opens, and whether a number is registered.
"""

import ipaddress
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime

from ledger.exchange.lint.finding import error, warning
from ledger.footprint.external.document import Fields
from schemas.errors import CradleError
from schemas.views.lint_report import LintFinding

UUID = re.compile(r"(urn:uuid:)?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
PARTNER = re.compile(r"BPN[ALS][A-Za-z0-9]{12}")
"""A Business Partner Number: of an address, a legal entity or a site."""

_LEGAL = re.compile(r"BPNL[A-Za-z0-9]{12}")
_GTIN = re.compile(r"urn:gtin:([0-9]{8}|[0-9]{12,14})", re.IGNORECASE)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]*)://(?:[^/?#@]*@)?\[?([^/?#\[\]]*?)\]?(?::[0-9]*)?(?:[/?#]|$)"
)
"""Scheme and host of an address."""

_SAMPLE = re.compile(r"(.*\.)?(example|test|invalid|localhost|example\.(com|net|org)|dummy\.link)")
"""Hosts that are reserved for documentation, and the one of Catena-X's samples."""


def link_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Check the address of a document that the public must be able to open."""
    text = fields.stated(name)
    if text is None:
        return
    place, match = fields.path(name), _URL.match(text)
    scheme, host = ("", "") if match is None else (match[1].lower(), match[2].lower().rstrip("."))
    if scheme in {"ftp", "telnet"} or _is_private_address(host):
        detail = (
            f"{text:.80} is a placeholder, which no browser can open. Give the document's address."
        )
        yield error("lint.placeholder", place, detail, text)
    elif scheme not in {"http", "https"} or "." not in host or " " in text:
        detail = f"{text:.80} is not an address of the web; write one that begins with https://."
        yield error("lint.link", place, detail, text)
    elif _SAMPLE.fullmatch(host):
        detail = f"{host} is a host of samples; put in the document's address."
        yield warning("lint.placeholder", place, detail, text)


def _is_private_address(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def uuid_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Check an id that must be a UUID."""
    text = fields.text(name)
    if UUID.fullmatch(text) is None:
        detail = f"{text:.80} is not a UUID; give the footprint one."
        yield error("lint.identifier", fields.path(name), detail, text)


def partner_faults(fields: Fields, name: str, kind: str) -> Iterator[LintFinding]:
    """Check a Business Partner Number of a kind: BPNL (legal entity), BPNS (site) or BPNA (address)."""
    text = fields.text(name)
    if PARTNER.fullmatch(text) is None or not text.startswith(kind):
        detail = f"{text:.80} is not a {kind}: that is {kind} and 12 letters or digits. Correct it."
        yield error("lint.identifier", fields.path(name), detail, text)


def company_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Check that the ids of a Catena-X company include its BPNL."""
    texts = fields.texts(name)
    if not any(_LEGAL.search(text) for text in texts):
        detail = "No id is a BPNL, the number of the legal entity, which Catena-X requires; add it."
        yield error("lint.identifier", fields.path(name), detail, texts[0])
    yield from _sample_faults(fields, name, texts)


def product_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Check the check digits of GTINs among the ids of goods, and report ids that are samples."""
    texts = fields.texts(name)
    for text in texts:
        match = _GTIN.fullmatch(text)
        if match is not None and not _checks(match[1]):
            detail = (
                f"{text} ends in a wrong check digit, so it is the number of no goods; correct it."
            )
            yield warning("lint.identifier", fields.path(name), detail, text)
    yield from _sample_faults(fields, name, texts)


def _sample_faults(fields: Fields, name: str, texts: Iterable[str]) -> Iterator[LintFinding]:
    for text in texts:
        if text.lower().startswith(("telnet:", "ftp:")):
            detail = f"{text:.80} is a placeholder, not an id; put in the id."
            yield error("lint.placeholder", fields.path(name), detail, text)


def _checks(digits: str) -> bool:
    weighted = (int(digit) * (1, 3)[at % 2] for at, digit in enumerate(reversed(digits)))
    return sum(weighted) % 10 == 0


def day_faults(fields: Fields, name: str) -> Iterator[LintFinding]:
    """Check a day of the calendar, `YYYY-MM-DD`."""
    text = fields.stated(name)
    if text is not None and read_day(text) is None:
        detail = f"{text:.40} is not a day of the calendar; write it as YYYY-MM-DD."
        yield error("lint.date", fields.path(name), detail, text)


def read_day(text: str) -> date | None:
    """The day that a text states, alone or at the start of a time; None if there is none."""
    if _DAY.match(text) is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def moment(fields: Fields, name: str) -> datetime | None:
    """A time with its zone; None if it is absent or has another form, which another finding reports."""
    try:
        return fields.timestamp(name) if fields.has(name) else None
    except CradleError:
        return None


def order_faults(fields: Fields, start: str, end: str, words: str) -> Iterator[LintFinding]:
    """Report an end that is not after its start, each the name of a member; `words` is a sentence about them."""
    first, last = moment(fields, start), moment(fields, end)
    if first is not None and last is not None and first >= last:
        yield error("lint.date", fields.path(end), words, fields.stated(end), None)
