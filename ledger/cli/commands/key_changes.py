"""`cradle keys add`, `retire`, `compromise`, `recover`: changes of a participant's own keys, signed with root keys.

Each needs as many root keys as the threshold; `--root` names them if one is not enough. A new key signs too. A key is
named by its file, or by the PKCS #11 URI of the token that holds it.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    LARGEST,
    AsJson,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    Unencrypted,
    show_receipt,
)
from schemas.errors import CradleError
from schemas.signed.participant import Algorithm

if TYPE_CHECKING:
    from ledger.cli.keys.identity import Identity
    from ledger.cli.keys.passphrases import Protection
    from ledger.cli.keys.private_keys import KeyPlace
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.trust.keys import Signer
    from schemas.signed.log import Receipt

Roots = Annotated[
    list[str],
    typer.Option(
        "--root",
        help="A root key that signs, file or pkcs11: URI; repeat up to the threshold. Default: "
        "your own.",
    ),
]
Alg = Annotated[
    Algorithm | None,
    typer.Option(
        help="The algorithm of a new key. Default: ed25519, or p256 where the token has no ed25519."
    ),
]
WorkingKey = Annotated[str, typer.Argument(help="The public working key, hexadecimal.")]


def add(
    key: Annotated[
        str | None,
        typer.Option(
            help="The new key, file or pkcs11: URI; made if absent. Default: a new file in --identity."
        ),
    ] = None,
    alg: Alg = None,
    custody: Annotated[
        str | None,
        typer.Option(help="The key's custody: file, browser or hsm. Default: as --key implies."),
    ] = None,
    root: Roots = [],  # noqa: B006 - typer copies the default
    unencrypted: Unencrypted = False,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Add a working key, which signs from now on.

    `--identity` uses the new key from now on. The other keys stay valid.

    Example: cradle keys add --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import load_identity, public_key, use_key
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.keys.private_keys import custody_of, key_place
    from schemas.vocabulary import Custody

    own = load_identity(identity)
    place = _next_file(identity, "working") if key is None else key_place(key)
    kept = custody_of(place) if custody is None else parse_word(Custody, custody, "--custody")
    roots = _roots(own, root)
    making = (alg, new_protection(unencrypted=unencrypted))
    with select_backend(ledger) as backend, _made_for(backend, [place], *making) as (new,):
        change = {"change": "add", "key": public_key(new, kept).to_json()}
        receipt = _change(backend, own, change, [*roots, new])
    use_key(own.folder, "working", place)
    show_receipt(receipt, as_json=as_json, quiet=quiet)


def retire(
    key: WorkingKey,
    root: Roots = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Retire a working key.

    The key can no longer sign. What it has signed stays valid.

    Example: cradle keys retire 92999750... --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import load_identity

    own = load_identity(identity)
    with select_backend(ledger) as backend:
        change = {"change": "retire", "key": _known(backend, own, key, "working_keys")}
        receipt = _change(backend, own, change, _roots(own, root))
    show_receipt(receipt, as_json=as_json, quiet=quiet)


def compromise(
    key: WorkingKey,
    since: Annotated[
        int | None,
        typer.Option(
            "--from",
            min=0,
            max=LARGEST,
            help="The registry size from which the key is in doubt; needs a registrar's signature. "
            "Default: from this change on.",
        ),
    ] = None,
    registrar: Annotated[
        Path | None,
        typer.Option(
            help="With --from: the folder of the registrar's keys. Default: the ledger's."
        ),
    ] = None,
    root: Roots = [],  # noqa: B006 - typer copies the default
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Report a working key as compromised.

    The key signs nothing more. What it signed from `--from` on is disputed.

    Example: cradle keys compromise 92999750... --from 120 --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.folder import choose_registrar
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import load_identity

    if registrar is not None and since is None:
        detail = "A registrar signs a compromise only if it is backdated; add --from."
        raise CradleError("option.registrar", detail, "--registrar")
    own = load_identity(identity)
    signers = _roots(own, root)
    with select_backend(ledger) as backend:
        change: dict[str, object] = {"change": "compromise"}
        change["key"] = _known(backend, own, key, "working_keys")
        if since is not None:
            dating = choose_registrar(registrar, ledger)
            change |= {"since": since, "registrar": dating.id}
            signers.append(dating.working)
        receipt = _change(backend, own, change, signers)
    show_receipt(receipt, as_json=as_json, quiet=quiet)


def recover(
    new: Annotated[
        list[str],
        typer.Option(
            "--new", help="A new root key, file or pkcs11: URI; made if absent; may be repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    keep: Annotated[
        list[str],
        typer.Option("--keep", help="A public root key that stays, hexadecimal; may be repeated."),
    ] = [],  # noqa: B006 - typer copies the default
    threshold: Annotated[
        int, typer.Option(min=1, help="The number of root keys that must sign a change.")
    ] = 1,
    alg: Alg = None,
    root: Roots = [],  # noqa: B006 - typer copies the default
    unencrypted: Unencrypted = False,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Replace the root keys and their threshold.

    Both the old root keys, to their threshold, and each new one sign the change.

    Example: cradle keys recover --new root-2.pem --identity my-keys --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import load_identity, public_key, use_key
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.keys.private_keys import custody_of, key_place

    own = load_identity(identity)
    places = [key_place(key) for key in new] or ([] if keep else [_next_file(identity, "root")])
    roots = _roots(own, root)
    with select_backend(ledger) as backend:
        kept = [_known(backend, own, key, "root_keys") for key in keep]
        protection = new_protection(unencrypted=unencrypted)
        with _made_for(backend, places, alg, protection) as added:
            fresh = zip(added, map(custody_of, places), strict=True)
            listed = [*kept, *(public_key(*key).to_json() for key in fresh)]
            listed.sort(key=lambda row: str(row["key"]))
            change = {"change": "recover", "root_keys": listed, "threshold": threshold}
            receipt = _change(backend, own, change, [*roots, *added])
    if places:
        use_key(own.folder, "root", places[0])
    show_receipt(receipt, as_json=as_json, quiet=quiet)


@contextmanager
def _made_for(
    backend: "LedgerDesk",
    places: Iterable["KeyPlace"],
    alg: Algorithm | None,
    protection: "Protection",
) -> Iterator[list["Signer"]]:
    """The keys at these places, made if absent; a file that was made is removed if the change is refused.

    The ledger answers first, so that a key is not made for one that cannot be reached.
    """
    from ledger.cli.keys.private_keys import make_or_read_key

    backend.origin()
    new_files = [place for place in places if isinstance(place, Path) and not place.exists()]
    try:
        yield [make_or_read_key(place, alg, protection) for place in places]
    except CradleError as error:
        for file in new_files:
            if not error.code.startswith("remote."):
                file.unlink(missing_ok=True)
        raise


def _change(
    backend: "LedgerDesk",
    own: "Identity",
    change: Mapping[str, object],
    signers: Iterable["Signer"],
) -> "Receipt":
    """Sign, record and submit a change of the participant's own keys."""
    from ledger.cli.keys.identity import fresh
    from ledger.cli.keys.own_statements import kept_own
    from ledger.state.drafting import Draft, sign_draft
    from ledger.trust.canonical import canonical
    from schemas.signed.participant import Key

    header = {"origin": backend.origin(), "issuer": own.id, "nonce": fresh()}
    draft = Draft(Key.parse(canonical({**header, **change})))
    with kept_own(own.folder, sign_draft(draft, signers)) as submission:
        return backend.submit(submission)


def _known(backend: "LedgerDesk", own: "Identity", key: str, function: str) -> dict[str, str]:
    """The participant's key in the registry; a working key without its custody, which is stated only once."""
    keys = backend.keys(own.id).to_json()[function]
    for row in keys:
        if row["key"] == key:
            return dict(row) if function == "root_keys" else {n: row[n] for n in ("alg", "key")}
    raise CradleError(
        "key.unknown",
        f"The registry has no such key among your {function}; `cradle keys show` lists them.",
        key,
    )


def _roots(own: "Identity", named: Iterable[str]) -> list["Signer"]:
    """The root keys that sign: the named ones, or the identity's own."""
    from ledger.cli.keys.private_keys import key_place, read_key

    return [read_key(key_place(key)) for key in named] or [own.root]


def _next_file(folder: Path, function: str) -> Path:
    """The first path `<function>-<n>.pem` that does not exist."""
    number = 2
    while (folder / f"{function}-{number}.pem").exists():
        number += 1
    return folder / f"{function}-{number}.pem"
