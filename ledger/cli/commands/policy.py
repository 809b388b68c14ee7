"""`cradle policy`: a first draft of an auditor's policy, from an available ledger or from a bundle.

A policy is the reader's own judgement. This draft repeats the ledger's statements about itself, and its note says so;
compare every line with the publications of the operator, registrar and rule makers before you rely on it.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.display import conclude
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
    from_bundle: Annotated[
        Path | None,
        typer.Option(
            help="Without a ledger: take registrars, auditors, rulebooks and factor sets from this bundle. Confirm"
            " each, then delete the line `unconfirmed`; until then nothing is verified."
        ),
    ] = None,
    log_key: Annotated[
        list[str],
        typer.Option(
            help="With --from-bundle: the verifier keys of the entries and the registry log, from the operator's"
            " publication; given twice."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a verification policy.

    The policy accepts this ledger's log keys and registrar, and the auditors, rulebooks, factor sets and monitors
    that you name. With only a bundle, `--from-bundle` drafts a policy that you confirm line by line.

    Example: cradle policy --out policy.toml --auditor sha256:... --rulebook study-full-substitution-1

    Example: cradle policy --from-bundle audit.bundle --log-key "$ENTRIES" --log-key "$REGISTRY" --out policy.toml
    """
    from ledger.audit.policy import format_policy
    from ledger.cli.backend.factor_sets import factor_set_digest
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.trust.canonical import canonical
    from ledger.trust.note import parse_vkey
    from schemas.signed.policy import Policy

    require_new(out, force=force)
    if from_bundle is not None or log_key:
        _draft(from_bundle, log_key, out, as_json=as_json)
        return
    for vkey in monitor:
        parse_vkey(vkey)
    with select_backend(ledger) as backend:
        fields = {
            "note": NOTE,
            "origin": backend.origin(),
            "logs": backend.log_keys().to_json(),
            "quorum": 0,
            "registrars": [backend.registrar()],
            "auditors": sorted(full_id(backend, auditor_id, "--auditor") for auditor_id in auditor),
            "rulebooks": sorted(map(_rulebook_digest, rulebook)),
            "factor_sets": sorted(map(factor_set_digest, factor_set)),
            "oldest_registry_size": 1,
            "last_seen": backend.registry().to_json(),
        }
        if monitor:
            fields["monitors"] = monitor
    write_file(out, format_policy(Policy.parse(canonical(fields))))
    conclude({"policy": str(out)} | fields, f"wrote {out}: {NOTE}", as_json=as_json)


def _draft(bundle: Path | None, log_keys: list[str], out: Path, *, as_json: bool) -> None:
    """Write a policy from a bundle, marked as unconfirmed.

    Raises:
        CradleError: `policy.log_keys`, or as `draft_policy` and `parse_policy`.
    """
    from ledger.audit.policy import format_policy, parse_policy
    from ledger.audit.policy_draft import UNCONFIRMED, draft_policy
    from ledger.cli.terminal.files import read_file
    from schemas.errors import CradleError
    from schemas.signed.policy import LogKeys

    logs = {vkey.partition("+")[0].rpartition("/")[2]: vkey for vkey in log_keys}
    if bundle is None or len(log_keys) != len(logs) or logs.keys() != {"entries", "registry"}:
        detail = "A bundle does not contain the keys of its logs. Name it with --from-bundle, and give --log-key twice:"
        detail += " the keys NAME/entries+... and NAME/registry+... of the operator's publication."
        raise CradleError("policy.log_keys", detail, "--log-key")
    content = format_policy(draft_policy(read_file(bundle), LogKeys.model_validate(logs)))
    policy = parse_policy(content)
    write_file(out, content)
    conclude(
        {"policy": str(out)} | policy.to_json(), f"wrote {out}: {UNCONFIRMED}", as_json=as_json
    )


def _rulebook_digest(name: str) -> str:
    """The digest of a rulebook that comes with Cradle, or the given digest."""
    from ledger.rulebooks.catalog import load_rulebook
    from ledger.trust.leaves import digest, model_bytes

    return name if name.startswith("sha256:") else digest(model_bytes(load_rulebook(name)))
