"""Signing and submitting a draft file, shared by `cradle submit` and `cradle balance`; each has its own parser."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import MappingProxyType

from ledger.cli.backend.ids import full_id
from ledger.cli.backend.own_entries import begin_again, begin_like
from ledger.cli.backend.select import select_backend
from ledger.cli.backend.sending import send
from ledger.cli.keys.identity import fresh, load_identity, require_origin
from ledger.cli.terminal.files import read_file
from ledger.cli.terminal.signing import review
from ledger.cli.terminal.values import named_ids
from ledger.client.ledger_desk import LedgerDesk
from ledger.exchange.draft_files import Drafter, entry_of, read_fields
from ledger.state.drafting import Draft
from schemas.errors import CradleError
from schemas.signed.entry import Entry
from schemas.signed.inventory import Inventory
from schemas.signed.kinds import open_section
from schemas.signed.log import Receipt
from schemas.signed.statement import Section


@dataclass(frozen=True, slots=True)
class Asking:
    """The options on signing a draft: `quiet` shows nothing before, `silent` asks nobody."""

    quiet: bool
    silent: bool


Parse = Callable[[bytes, Mapping[str, str], Drafter], Draft]
Members = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The options that name an entry of one's own to begin from.

    Attributes:
        supersedes: the entry that the new one replaces, for a `reason`.
        like: an entry of the year before.
    """

    supersedes: str | None = None
    reason: str | None = None
    like: str | None = None


def submit_file(
    draft: Path, cited: list[str], parse: Parse, identity: Path, ledger: Path, asking: Asking
) -> Receipt:
    """Sign the statement of a draft file with an identity's working key and submit it.

    Raises:
        CradleError: as `parse`, `load_identity`, `select_backend` and `submit`; `confirmation.declined`.
    """
    signer, citations = load_identity(identity), named_ids(cited)
    with select_backend(ledger) as backend:
        require_origin(signer, backend.origin())
        complete = partial(full_id, backend, place="draft")
        drafter = Drafter(backend.origin(), signer.id, fresh, complete)
        named = {name: full_id(backend, at, "--cite") for name, at in citations.items()}
        drafted = parse(read_file(draft), named, drafter)
        review_draft(drafted, asking)
        return send(backend, signer, drafted)


def submit_begun(
    draft: Path | None,
    cited: list[str],
    beginning: Beginning,
    identity: Path,
    ledger: Path,
    asking: Asking,
) -> Receipt:
    """As `submit_file` for an entry, of which the draft states only what differs from another entry.

    Raises:
        CradleError: `option.missing`, `option.supersedes`, `name.*`, or as `submit_file`.
    """
    signer, citations = load_identity(identity), named_ids(cited)
    data = b"{}" if draft is None else read_file(draft)
    with select_backend(ledger) as backend:
        require_origin(signer, backend.origin())
        source, begun = _begun(backend, signer.id, beginning)
        complete = partial(full_id, backend, place="draft")
        drafter = Drafter(backend.origin(), signer.id, fresh, complete)
        named = {name: full_id(backend, at, "--cite") for name, at in citations.items()}
        stated = read_fields(data, named, complete)
        if beginning.supersedes is not None and "supersedes" in stated:
            detail = (
                "The draft names what it supersedes already; leave out --supersedes, or the member."
            )
            raise CradleError("option.draft", detail, "--supersedes")
        drafted = entry_of({**begun, **stated}, drafter)
        taken = sorted(begun.keys() - stated.keys() - {"supersedes"})
        review_draft(drafted, asking, {"as in": source, "taken over": ", ".join(taken)})
        return send(backend, signer, drafted)


def _begun(backend: LedgerDesk, issuer: str, beginning: Beginning) -> tuple[str, Members]:
    """The entry that is begun from, and the members of its draft."""
    if beginning.like is not None:
        return begin_like(backend, issuer, beginning.like, "--like")
    if beginning.supersedes is not None:
        replaced, reason = beginning.supersedes, beginning.reason
        return begin_again(backend, issuer, replaced, reason, "--supersedes")
    if beginning.reason is not None:
        detail = "A reason is given, but not what it is for; add --supersedes."
        raise CradleError("option.supersedes", detail, "--supersedes")
    detail = "Name a draft, or an entry to begin from with --supersedes or --like."
    raise CradleError("option.missing", detail, "draft")


def review_draft(drafted: Draft, asking: Asking, more: Members = MappingProxyType({})) -> None:
    """Show the statement of a draft to its signer, with `more` terms, and ask a person if it is right.

    Raises:
        CradleError: `confirmation.declined`.
    """
    if isinstance(drafted.statement, Entry):
        review(
            {**_entry_terms(drafted.statement, drafted.sections), **more},
            quiet=asking.quiet,
            silent=asking.silent,
        )
        return
    kind = drafted.kind.value.replace("_", " ")
    review({"statement": kind}, quiet=asking.quiet, silent=asking.silent)


def _entry_terms(entry: Entry, sections: Iterable[bytes]) -> dict[str, object]:
    """The terms of an entry: its place, its time, its products, and the number of its inputs."""
    opened = [open_section(Section.parse(data)) for data in sections]
    inventory = next(part for part in opened if isinstance(part, Inventory))
    products = [
        f"{row.amount} {row.unit.value} {row.name} ({row.product})" for row in inventory.outputs
    ]
    replaced = None if entry.supersedes is None else entry.supersedes.id
    period = f"{entry.period.start} to {entry.period.end}, not included"
    return {
        "entry": f"site {entry.site.code}, {entry.site.country}",
        "period": period,
        "makes": "; ".join(products),
        "from": f"{len(inventory.inputs)} inputs",
        "replaces": replaced,
    }
