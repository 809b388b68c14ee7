"""Signing and submitting a draft file, shared by `cradle submit` and `cradle balance`; each has its own parser."""

from collections.abc import Callable, Mapping
from pathlib import Path

from ledger.cli.backend.ids import full_id
from ledger.cli.backend.protocol import send
from ledger.cli.backend.select import select_backend
from ledger.cli.keys.identity import fresh, load_identity
from ledger.cli.terminal.files import read_file
from ledger.cli.terminal.options import named_ids
from ledger.exchange.entry_draft import Drafter
from ledger.service.state.drafting import Draft
from schemas.log import Receipt

Parse = Callable[[bytes, Mapping[str, str], Drafter], Draft]


def submit_file(
    draft: Path, cited: list[str], parse: Parse, identity: Path, ledger: Path
) -> Receipt:
    """Sign the statement of a draft file with an identity's working key and submit it.

    Raises:
        CradleError: as `parse`, `load_identity`, `select_backend` and `submit`.
    """
    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        drafter = Drafter(backend.origin(), signer.id, fresh)
        named = {name: full_id(backend, at, "--cite") for name, at in named_ids(cited).items()}
        return send(backend, signer, parse(read_file(draft), named, drafter))
