"""Signing pages for a ledger of a test: the draft of an entry, a party's key file, and what a page shows and signs."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Browser, Page
from support.ledger_world import ORIGIN, Party, World, made
from support.pem import parse_private_pem
from support.signing_site import Site, Visit, served, visiting

from api.web.signing_draft import SigningDraft, entry_signing_draft
from ledger.trust.keys import format_private_pem
from ledger.trust.submission import Submission, parse_submission


def key_file(party: Party, folder: Path) -> Path:
    """The party's working key as the command line writes it."""
    path = folder / "working.pem"
    path.write_bytes(format_private_pem(sha256(f"{party.name} working".encode()).digest()))
    assert parse_private_pem(path.read_bytes()).public == party.working.public
    return path


def known(party: Party) -> tuple[str, ...]:
    """The live working keys of a party."""
    return (party.working.public.hex(),)


def entry_draft(begun: World, issuer: Party, **inventory: object) -> SigningDraft:
    """An entry with texts that a page could show wrongly."""
    output = made(issuer, "1234567.125", name="ore <b>  two spaces & “quotes”")
    drafted = begun.entry(issuer, [output], **inventory)
    values = {row["section"]: row["value"] for row in map(json.loads, drafted.sections)}
    header = drafted.statement.to_json()
    for one in ("origin", "issuer", "sections"):
        del header[one]
    return entry_signing_draft({**header, **values}, ORIGIN, issuer.id)


@contextmanager
def shown(
    browser: Browser, draft: SigningDraft, keys: tuple[str, ...]
) -> Iterator[tuple[Site, Visit]]:
    """Serve a draft and open its page."""
    with served(draft, keys) as site, visiting(browser) as visit:
        visit.open(f"{site.address}/sign")
        yield site, visit
        hosts = {
            one.url.partition(":")[0] for one in visit.sent if not one.url.startswith(site.address)
        }
        assert hosts <= {"data", "blob", "file"}


def leaves(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a document with its path, as the page writes both."""
    if isinstance(value, dict) and value:
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from leaves(item, f"{path}[{at}]")
    else:
        yield path, json.dumps(value) if isinstance(value, (list, dict, bool)) else str(value)


def rows_shown(page: Page) -> list[tuple[str, str]]:
    """The visible rows of everything that is signed."""
    rows = page.locator("#everything tbody tr")
    assert all(row.is_visible() for row in rows.all())
    pairs = [row.locator("td").all() for row in rows.all()]
    return [(path.inner_text(), value.locator(".value").inner_text()) for path, value in pairs]


def signed(text: str) -> Submission:
    """A submission as the page wrote it."""
    return parse_submission(text.encode())


def parts(submission: Submission) -> list[object]:
    """The payload and the sections, parsed."""
    return [json.loads(submission.parsed_envelope.payload), *map(json.loads, submission.sections)]


def rows_of(submission: Submission) -> list[tuple[str, str]]:
    """The rows that the page shows of a statement, in their order."""
    return [row for part in parts(submission) for row in leaves(part)]
