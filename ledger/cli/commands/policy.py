"""`cradle policy`: a first draft of an auditor's policy, from an available ledger.

A policy is the reader's own judgement. This draft repeats the ledger's statements about itself, and its note says so;
compare every line with the publications of the operator, registrar and rule makers before you rely on it.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.files import require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, Force, LedgerFolder

NOTE = "Drafted from the ledger itself: compare each line with an independent source before relying on it."


def command(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    auditor: Annotated[
        list[str], typer.Option(help="The id of an accepted auditor; may be repeated.")
    ] = [],  # noqa: B006 - typer copies the default
    rulebook: Annotated[
        list[str], typer.Option(help="The id or digest of an accepted rulebook; may be repeated.")
    ] = [],  # noqa: B006 - typer copies the default
    factor_set: Annotated[
        list[str],
        typer.Option(
            "--factor-set",
            help="An accepted factor set: a JSON file, a digest, or the id of one that comes with Cradle; may be"
            " repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    monitor: Annotated[
        list[str], typer.Option(help="The verifier key of an accepted monitor; may be repeated.")
    ] = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a verification policy.

    The policy accepts this ledger's log keys and registrar, and the auditors, rulebooks, factor sets and monitors
    that you name.

    Example: cradle policy --out policy.toml --auditor sha256:... --rulebook study-full-substitution-1
    """
    from ledger.audit.policy import format_policy
    from ledger.cli.backend.factor_sets import factor_set_digest
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.trust.canonical import canonical
    from ledger.trust.note import parse_vkey
    from schemas.policy import Policy

    require_new(out, force=force)
    for vkey in monitor:
        parse_vkey(vkey)
    with select_backend(ledger) as backend:
        fields = {
            "note": NOTE,
            "origin": backend.origin(),
            "logs": backend.log_keys().to_json(),
            "quorum": 0,
            "registrars": [backend.registrar()],
            "auditors": sorted(full_id(backend, one, "--auditor") for one in auditor),
            "rulebooks": sorted(map(_rulebook_digest, rulebook)),
            "factor_sets": sorted(map(factor_set_digest, factor_set)),
            "oldest_registry_size": 1,
            "last_seen": backend.registry().to_json(),
        }
        if monitor:
            fields["monitors"] = monitor
    write_file(out, format_policy(Policy.parse(canonical(fields))))
    if as_json:
        print_json({"policy": str(out)} | fields)
    else:
        console.print(f"wrote {out}: {NOTE}", markup=False)


def _rulebook_digest(name: str) -> str:
    """The digest of a rulebook that comes with Cradle, or the given digest."""
    from ledger.rulebooks.catalog import load_rulebook
    from ledger.trust.leaves import digest, model_bytes

    return name if name.startswith("sha256:") else digest(model_bytes(load_rulebook(name)))
