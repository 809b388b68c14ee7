"""`cradle witness`: a witness of an operator's logs, run by another party.

The program itself is the package `witness`, which does not depend on the ledger; it is imported by name.
"""

import json
import secrets
import time
from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json, print_line
from ledger.cli.terminal.options import AsJson, Port, Unencrypted
from schemas.errors import CradleError

app = typer.Typer(help="Run a witness that cosigns other operators' logs.", no_args_is_help=True)

SETTINGS = "witness.toml"

Folder = Annotated[Path, typer.Argument(help="The witness's folder.")]


@app.command()
def init(
    folder: Folder,
    name: Annotated[
        str, typer.Option(help="The witness's permanent name, such as witness.example/w1.")
    ],
    log: Annotated[
        list[str], typer.Option(help="The verifier key of a log to cosign; may be repeated.")
    ],
    unencrypted: Unencrypted = False,
    as_json: AsJson = False,
) -> None:
    """Create a witness in a new folder.

    Makes its key and records the logs that it cosigns.

    Example: cradle witness init my-witness --name witness.example/w1 --log "$ENTRIES_KEY" --log "$REGISTRY_KEY"
    """
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.keys.private_keys import write_private_key
    from ledger.trust.keys import Signer
    from ledger.trust.note import COSIGNATURE, ED25519, Vkey, format_vkey, parse_vkey

    seed = secrets.token_bytes(32)
    vkey = Vkey(name, COSIGNATURE, Signer(seed).public)
    for text in log:
        parse_vkey(text)
    if folder.exists() and any(folder.iterdir()):
        raise CradleError("ledger.folder", f"{folder} is not empty; name a new folder.")
    protection = new_protection(unencrypted=unencrypted)
    protection()  # Before the folder is made: the person who is asked may refuse.
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private_key(folder / "key.pem", seed, protection)
    logs = "".join(f"    {json.dumps(text)},\n" for text in log)
    settings = f"name = {json.dumps(name)}\nlogs = [\n{logs}]\n"
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    report = {
        "witness": str(folder),
        "vkey": format_vkey(vkey),
        "vkey_of_older_tools": format_vkey(Vkey(name, ED25519, vkey.key)),
    }
    if as_json:
        print_json(report)
        return
    for what, value in report.items():
        console.print(f"{what:<20} {value}", markup=False)
    console.print("Publish the vkey: policies list it, and operators ask for its cosignatures.")


@app.command()
def serve(
    folder: Folder,
    host: Annotated[
        str, typer.Option(help="The host name or IP address to listen on.")
    ] = "127.0.0.1",
    port: Port = 8100,
    as_json: AsJson = False,
) -> None:
    """Serve a witness over HTTP.

    Log operators ask it for cosignatures. Anyone may read the checkpoints that it cosigned last.

    Example: cradle witness serve my-witness --port 8100
    """
    from ledger.cli.backend.server_packages import import_server_module
    from ledger.cli.keys.private_keys import read_private_key
    from ledger.cli.operator.address import require_address

    uvicorn = import_server_module("uvicorn")
    if not (folder / SETTINGS).is_file():
        detail = "There is no witness in this folder; create one with `cradle witness init`."
        raise CradleError("witness.absent", detail, str(folder))
    require_address(host, port)
    settings = import_server_module("ledger.witness.settings").open_settings(
        folder, read_private_key
    )
    app = import_server_module("ledger.witness.app").create_app(settings, lambda: int(time.time()))
    if as_json:
        print_line({"serving": f"http://{host}:{port}"})
    uvicorn.run(app, host=host, port=port)
