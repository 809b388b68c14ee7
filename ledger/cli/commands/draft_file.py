"""Signing and submitting a draft file, shared by `cradle submit` and `cradle balance`; each has its own parser."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ledger.cli.backend.ids import full_id
from ledger.cli.backend.select import select_backend
from ledger.cli.backend.sending import send
from ledger.cli.keys.identity import fresh, load_identity, require_origin
from ledger.cli.terminal.files import read_file
from ledger.cli.terminal.signing import review
from ledger.cli.terminal.values import named_ids
from ledger.exchange.draft_files import Drafter
from ledger.state.drafting import Draft
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


def review_draft(drafted: Draft, asking: Asking) -> None:
    """Show the statement of a draft to its signer, and ask a person if it is right.

    Raises:
        CradleError: `confirmation.declined`.
    """
    if isinstance(drafted.statement, Entry):
        review(
            _entry_terms(drafted.statement, drafted.sections),
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
