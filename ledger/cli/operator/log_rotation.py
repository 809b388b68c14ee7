"""`cradle log rotate` and `end-rotation`: new keys for both logs, and the end of the earlier ones.

    keys/entries.pem, keys/registry.pem        the original keys of a ledger
    keys/entries-2.pem, keys/registry-2.pem    the keys of the next change, and so on
    keys/ended/                                earlier keys that no longer sign: destroy them, or lock them away

The ledger records the key that each log signs with, so a file that was made and never used does no harm.
"""

import secrets
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder, Unencrypted

if TYPE_CHECKING:
    from schemas.signed.policy import LogKeys

ENDED = "ended"


def rotate(
    stolen: Annotated[
        bool,
        typer.Option("--stolen", help="End the current keys at once, because they were stolen."),
    ] = False,
    unencrypted: Unencrypted = False,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Start signing both logs with new keys.

    The present keys sign beside the new ones until `cradle log end-rotation`.

    Example: cradle log rotate --ledger my-ledger
    """
    from ledger.append.signing import LogSigners
    from ledger.cli.backend.folder import KEYS, load_signers
    from ledger.cli.backend.server import require_folder
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.keys.private_keys import write_private_key
    from ledger.operation.rotation import rotate as take_over
    from ledger.store.place import read_place
    from ledger.trust.keys import Signer

    require_folder()
    read_place(ledger)  # Refused before a key is made.
    present, seeds = load_signers(ledger), (secrets.token_bytes(32), secrets.token_bytes(32))
    protection = new_protection(unencrypted=unencrypted)
    number = next(
        number
        for number in count(2)
        if not any((ledger / KEYS / _name(log, number)).exists() for log in ("entries", "registry"))
    )
    for log, seed in zip(("entries", "registry"), seeds, strict=True):
        write_private_key(ledger / KEYS / _name(log, number), seed, protection)
    keys = take_over(
        ledger, present, LogSigners(entries=Signer(seeds[0]), registry=Signer(seeds[1]))
    )
    if stolen:
        _put_away(ledger, keys)
    _show_keys(keys, as_json=as_json)


def end_rotation(ledger: LedgerFolder = DEFAULT_LEDGER, as_json: AsJson = False) -> None:
    """Stop signing the logs with the earlier keys.

    Do this once witnesses and readers have the new keys, which then sign alone.

    Example: cradle log end-rotation --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger

    with open_ledger(ledger) as opened:
        keys = opened.log_keys()
        _put_away(ledger, keys)
    _show_keys(keys, as_json=as_json)


def _name(log: str, number: int) -> str:
    return f"{log}-{number}.pem"


def _put_away(ledger: Path, keys: "LogKeys") -> None:
    """Move the private keys that no longer sign to `keys/ended`; their public halves identify them."""
    from ledger.cli.backend.folder import KEYS
    from ledger.cli.keys.private_keys import read_private_key
    from ledger.trust.note import parse_vkey

    earlier = {parse_vkey(row.vkey).key for row in keys.earlier or ()}
    ended = ledger / KEYS / ENDED
    for file in sorted(
        [*(ledger / KEYS).glob("entries*.pem"), *(ledger / KEYS).glob("registry*.pem")]
    ):
        if read_private_key(file).public in earlier:
            ended.mkdir(mode=0o700, exist_ok=True)
            file.rename(ended / file.name)


def _show_keys(keys: "LogKeys", *, as_json: bool) -> None:
    """Show the keys as policies list them, for the operator to publish."""
    if as_json:
        print_json(keys.to_json())
        return
    console.print("Publish these keys; policies, logins and witnesses list them:", markup=False)
    console.print(f'[logs]\nentries = "{keys.entries}"\nregistry = "{keys.registry}"', markup=False)
    for row in keys.earlier or ():
        console.print(f'\n[[logs.earlier]]\nvkey = "{row.vkey}"\nuntil = {row.until}', markup=False)
