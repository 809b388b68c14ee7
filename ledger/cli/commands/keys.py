"""`cradle keys`: a participant's own keys on its own machine, and the keys of any participant in a ledger."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ledger.cli.commands import key_changes
from ledger.cli.terminal.display import console, print_json, short
from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    LARGEST,
    AsCsv,
    AsJson,
    LedgerFolder,
    Unencrypted,
)
from ledger.cli.terminal.page import print_page, show_facts, show_report
from ledger.documents.page import Page, table
from ledger.documents.shown import figure_unit

if TYPE_CHECKING:
    from ledger.cli.keys.identity import Identity
    from ledger.service.answers.compromise_impact import CompromiseImpact

app = typer.Typer(
    help="Make, show and change keys; list what a stolen key affects.", no_args_is_help=True
)
for change in (key_changes.add, key_changes.retire, key_changes.compromise, key_changes.recover):
    app.command(name=change.__name__)(change)


@app.command()
def new(
    folder: Annotated[
        Path,
        typer.Argument(
            envvar="CRADLE_IDENTITY",
            help="The new folder for the keys. Default: the one that other commands use without --identity.",
        ),
    ] = DEFAULT_IDENTITY,
    alg: key_changes.Alg = None,
    root: Annotated[
        str | None,
        typer.Option(
            help="Use this root key, file or pkcs11: URI; made if absent. Default: a new file in the "
            "folder."
        ),
    ] = None,
    working: Annotated[
        str | None,
        typer.Option(
            help="Use this working key, file or pkcs11: URI; made if absent. Default: a new file in "
            "the folder."
        ),
    ] = None,
    unencrypted: Unencrypted = False,
    as_json: AsJson = False,
) -> None:
    """Make a root key and a working key.

    The keys are made in a new folder, or on a token that the folder then refers to.

    Example: cradle keys new my-keys --working "pkcs11:token=plant;object=working"
    """
    from ledger.cli.keys.identity import create_identity
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.keys.private_keys import key_place

    named = {"root": root, "working": working}
    places = {function: key_place(key) for function, key in named.items() if key is not None}
    create_identity(folder, new_protection(unencrypted=unencrypted), alg, places)
    _show_own(folder, as_json=as_json)


@app.command()
def protect(
    keys: Annotated[
        list[Path],
        typer.Argument(help="Private key files, or folders whose *.pem are private keys."),
    ],
    as_json: AsJson = False,
) -> None:
    """Encrypt private key files, or change their passphrase.

    All of them get one new passphrase. Each file is replaced as a whole, and only its owner may read it. A copy of the
    old file still opens as before.

    Example: cradle keys protect my-keys
    """
    from ledger.cli.keys.private_keys import protect_keys

    files = [str(file) for file in protect_keys(keys)]
    if as_json:
        print_json({"protected": files})
        return
    for file in files:
        console.print(f"{'encrypted':<13} {file}", markup=False)


@app.command()
def show(
    owner: Annotated[
        str, typer.Argument(help="A folder of keys, or the name or id of a participant.")
    ],
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Show the keys of a folder or of a participant.

    For a participant: the state, custody and history of each key.

    Example: cradle keys show sha256:... --ledger my-ledger
    """
    from ledger.cli.backend.names import participant_id, party
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.server import server_named
    from ledger.cli.terminal.ids import begins_id

    has_ledger = ledger.is_dir() or server_named() is not None
    if not begins_id(owner) and (Path(owner).exists() or not has_ledger):
        _show_own(Path(owner), as_json=as_json)
        return
    with select_backend(ledger) as backend:
        named = participant_id(backend, owner, "owner")
        report = backend.keys(named).to_json()
        title = "" if as_json else f"Keys of {party(backend, named)}"
    show_report(report, partial(_layout_keys, title), as_json=as_json, as_csv=as_csv)


def _layout_keys(owner: str, report: Mapping[str, Any]) -> Page:
    roots = [(row["key"], _custody(row)) for row in report["root_keys"]]
    working = [(row["key"], _custody(row), _life(row)) for row in report["working_keys"]]
    changes = [(str(row["index"]), row["change"], row["id"]) for row in report["history"]]
    title = f"root keys, {report['threshold']} of them sign a change"
    heads = ("key", "custody", "state")
    return Page(
        owner,
        blocks=(
            table(title, heads[:2], roots),
            table("working keys, by leaves of the registry", heads, working),
            table("history", (">leaf", "change", "statement"), changes),
        ),
    )


def _show_own(folder: Path, *, as_json: bool) -> None:
    from ledger.cli.keys.identity import load_identity

    identity = load_identity(folder)
    report = {
        "folder": str(folder),
        "root": _root(identity),
        "root_place": str(identity.root_place),
        "working": identity.working.public.hex(),
        "working_place": str(identity.working_place),
        "participant": identity.participant or "not registered yet",
    }
    show_facts(report, as_json=as_json)


def _root(identity: "Identity") -> str:
    """The public root key; a root key in a file may be kept elsewhere."""
    place = identity.root_place
    if isinstance(place, Path) and not place.exists():
        return "not at its place"
    return identity.root.public.hex()


def _custody(row: Mapping[str, Any]) -> str:
    return str(row.get("custody", "custody not stated"))


def _life(row: Mapping[str, Any]) -> str:
    """The history of a working key, in words."""
    since = f"added at {row['added']}, {row['state']}"
    since += f" at {row['ended']}" if "ended" in row else ""
    return since + (
        f", disputed from size {row['disputed_from']}" if "disputed_from" in row else ""
    )


@app.command()
def distrust(
    participant: Annotated[str, typer.Argument(help="The participant's name or id.")],
    key: Annotated[str, typer.Argument(help="The participant's public working key, hexadecimal.")],
    since: Annotated[
        int | None,
        typer.Option(
            "--from",
            min=0,
            max=LARGEST,
            help="The registry size from which the key is in doubt. Default: as its compromise states.",
        ),
    ] = None,
    factor_set: Annotated[
        list[str],
        typer.Option(
            "--factor-set",
            help="A factor set with further datasets: a JSON file, a digest in the ledger, or the id of one that comes"
            " with Cradle; may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """List what a compromised key affects.

    Shows the statements that the key signed from a registry size on, what rests on them, and each figure with the
    worst datasets in their place.

    Example: cradle keys distrust sha256:... 92999750... --from 120 --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger, operator_desk
    from ledger.cli.backend.methods import stored_factor_sets
    from ledger.cli.backend.names import participant_id
    from ledger.service.answers.compromise_impact import DoubtedKey
    from ledger.service.answers.compromise_impact import assess_compromise as find

    with open_ledger(ledger) as opened:
        desk = operator_desk(opened)
        named = participant_id(desk, participant, "participant")
        sets = stored_factor_sets(factor_set, desk)
        impact = find(opened, DoubtedKey(named, key, since), sets)
    if as_json:
        print_json(_distrust_json(impact))
    else:
        print_page(_layout_distrust(impact), as_csv=as_csv)


def _layout_distrust(impact: "CompromiseImpact") -> Page:
    rows = [(str(row.size), row.kind, row.id) for row in impact.statements]
    title = f"Signed by the key from registry size {impact.since} on: {len(rows)} statements"
    affected = (
        (
            row.id,
            str(len(row.rests_on)),
            ", ".join(row.documents),
            row.total,
            row.fallback_total or "none",
            figure_unit(row.unit),
            "; ".join(
                f"line {line} of {short(entry)}"
                for entry, line in (() if row.fallback is None else row.fallback.missing)
            ),
        )
        for row in impact.calculations
    )
    heads = (
        *("calculation", ">rests on", "its documents", ">declared"),
        *(">worst data", "unit", "no dataset"),
    )
    return Page(
        title,
        blocks=(
            table("Statements", (">size", "kind", "statement"), rows),
            table("Calculations", heads, affected),
        ),
    )


def _distrust_json(impact: "CompromiseImpact") -> dict[str, object]:
    return {
        "since": impact.since,
        "statements": [{"id": r.id, "kind": r.kind, "size": r.size} for r in impact.statements],
        "calculations": [
            {
                "id": row.id,
                "documents": list(row.documents),
                "rests_on": list(row.rests_on),
                "total": row.total,
                "fallback_total": row.fallback_total,
                "unit": None if row.unit is None else row.unit.value,
                "replaced": [
                    {"entry": r.line[0], "line": r.line[1], "dataset": r.factor.flow}
                    for r in (row.fallback.replaced if row.fallback is not None else ())
                ],
                "no_dataset": [
                    {"entry": entry, "line": line}
                    for entry, line in (row.fallback.missing if row.fallback is not None else ())
                ],
            }
            for row in impact.calculations
        ],
    }
