"""`cradle warranty`: the terms of a published warranty, signed by who publishes them, for the policies of readers.

It needs no registration, and a ledger only for the name of a firm. The document is named by its plain digest, since
everybody may read it.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import conclude
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    Force,
    IdentityFolder,
    LedgerFolder,
)


def command(
    manufacturer: Annotated[
        str, typer.Option(help="The firm whose calculations state the model, by its id or name.")
    ],
    model: Annotated[str, typer.Option(help="The battery model, as calculations state it.")],
    years: Annotated[str, typer.Option(help="The years of the warranty.")],
    remaining_energy: Annotated[
        str, typer.Option(help="The share of usable energy that it promises, such as 0.7.")
    ],
    made_from: Annotated[
        str, typer.Option(help="The first day of production that it covers, YYYY-MM-DD.")
    ],
    document: Annotated[
        str, typer.Option(help="The published document: a file, or its sha256: digest.")
    ],
    name: Annotated[
        str,
        typer.Option(help="The publisher's name for its key, such as maker.example/warranties."),
    ],
    out: Annotated[Path, typer.Option(help="Write the signed note to this file.")],
    km: Annotated[str | None, typer.Option(help="The distance that may end it earlier.")] = None,
    made_before: Annotated[
        str | None,
        typer.Option(
            help="The day after the last day of production that it covers. Default: open."
        ),
    ] = None,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Sign the terms of a warranty that you publish.

    A reader who lists the note in a policy accepts the service life that it promises, without an auditor. The
    command prints the lines that the policy needs.

    Example: cradle warranty --manufacturer sha256:... --model EX-75 --years 8 --km 160000 --remaining-energy 0.7
    --made-from 2026-01-01 --document warranty.pdf --name maker.example/warranties --out warranty.note
    """
    from ledger.audit.published_warranty import read_terms, sign_warranty
    from ledger.cli.backend.names import participant_id_in
    from ledger.cli.keys.identity import load_identity
    from ledger.cli.terminal.evidence import published_digest
    from ledger.trust.note import ED25519, Vkey, format_vkey
    from schemas.signed.policy import WarrantyNote
    from schemas.toml_text import format_toml

    require_new(out, force=force)
    stated = {
        "manufacturer": participant_id_in(ledger, manufacturer, "--manufacturer"),
        "model": model,
        "made_from": made_from,
        "made_before": made_before,
        "years": years,
        "km": km,
        "remaining_energy": remaining_energy,
        "document": published_digest(document),
    }
    terms = read_terms({key: value for key, value in stated.items() if value is not None})
    signer = load_identity(identity).working
    note = sign_warranty(terms, name, signer)
    row = WarrantyNote.of(format_vkey(Vkey(name, ED25519, signer.public)), note)
    lines = format_toml({"warranties": [row.to_json()]}).decode()
    write_file(out, note)
    report = {"warranty": str(out), "publisher": row.publisher, "policy": lines}
    conclude(report, f"wrote {out}; for policies:\n{lines}", as_json=as_json)
