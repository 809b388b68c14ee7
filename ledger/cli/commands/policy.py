"""`cradle policy`: a first draft of an auditor's policy, from an available ledger or from a bundle, and its lines.

A policy is the reader's own judgement. A draft from a ledger repeats the ledger's statements about itself, and its note
says so. A draft from a bundle has each line marked; the reader confirms one line at a time.
"""

from pathlib import Path
from typing import Annotated

import typer

from ledger.cli.terminal.default_command import DefaultGroup
from ledger.cli.terminal.display import conclude
from ledger.cli.terminal.files import read_file, require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder

NOTE = "Drafted from the ledger itself: compare each line with an independent source before relying on it."

app = typer.Typer(
    cls=DefaultGroup,
    help="Write a verification policy, and confirm its lines.",
    no_args_is_help=True,
)
PolicyArgument = Annotated[Path, typer.Argument(help="Your policy, a TOML file.")]


@app.command()
def draft(
    out: Annotated[Path, typer.Option(help="The file to write.")],
    auditor: Annotated[
        list[str], typer.Option(help="The name or id of an accepted auditor; may be repeated.")
    ] = [],  # noqa: B006 - typer copies the default
    rulebook: Annotated[
        list[str],
        typer.Option(help="The id, file or digest of an accepted rulebook; may be repeated."),
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
            "--from",
            "--from-bundle",
            help="Without a ledger: take registrars, auditors, rulebooks and factor sets from this bundle. Each line"
            " is marked until you confirm it.",
        ),
    ] = None,
    log_key: Annotated[
        list[str],
        typer.Option(
            help="With --from: the verifier keys of the entries and the registry log, from the operator's"
            " publication; given twice, or not at all if you have none yet."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a verification policy.

    The policy accepts this ledger's log keys and registrar, and the auditors, rulebooks, factor sets and monitors
    that you name. With only a bundle, `--from` drafts a policy that you confirm line by line with
    `cradle policy confirm`; until then no bundle is verified under it.

    Example: cradle policy --out policy.toml --auditor sha256:... --rulebook study-full-substitution-1

    Example: cradle policy --from audit.bundle --out policy.toml
    """
    from ledger.audit.policy import format_policy
    from ledger.cli.backend.methods import method_digest
    from ledger.cli.backend.names import participant_id
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
            "auditors": sorted(participant_id(backend, firm, "--auditor") for firm in auditor),
            "rulebooks": sorted(method_digest(name, backend) for name in rulebook),
            "factor_sets": sorted(method_digest(name, backend) for name in factor_set),
            "oldest_registry_size": 1,
            "last_seen": backend.registry().to_json(),
        }
        if monitor:
            fields["monitors"] = monitor
    write_file(out, format_policy(Policy.parse(canonical(fields))))
    conclude({"policy": str(out)} | fields, f"wrote {out}: {NOTE}", as_json=as_json)


def _draft(bundle: Path | None, log_keys: list[str], out: Path, *, as_json: bool) -> None:
    """Write a policy from a bundle, with each line marked as unconfirmed.

    Raises:
        CradleError: `policy.log_keys`, or as `draft_policy` and `parse_policy`.
    """
    from ledger.audit.policy import format_policy, parse_policy
    from ledger.audit.policy_confirmation import pair_log_keys
    from ledger.audit.policy_draft import draft_policy
    from schemas.errors import CradleError

    if bundle is None:
        detail = "With a ledger its own keys are written; name the bundle of a draft with --from."
        raise CradleError("policy.log_keys", detail, "--log-key")
    logs = pair_log_keys(log_keys, "--log-key") if log_keys else None
    content = format_policy(draft_policy(read_file(bundle), logs))
    policy = parse_policy(content)
    write_file(out, content)
    lines = [f"{row.line}: {row.compare_with}" for row in policy.unconfirmed or ()]
    words = "\n".join([f"wrote {out}, in which {len(lines)} lines are not confirmed:", "", *lines])
    conclude({"policy": str(out)} | policy.to_json(), words, as_json=as_json)


@app.command()
def lines(policy: PolicyArgument, as_json: AsJson = False, as_csv: AsCsv = False) -> None:
    """List the lines of a policy, and what each is compared with.

    Example: cradle policy lines policy.toml
    """
    from ledger.audit.policy import parse_policy
    from ledger.audit.policy_lines import lines_of, unconfirmed_lines
    from ledger.cli.terminal.page import show_report
    from ledger.documents.page import listing

    parsed = parse_policy(read_file(policy))
    confirmed = {row.line: f"{row.compared_with} ({row.on})" for row in parsed.confirmed or ()}
    unconfirmed = unconfirmed_lines(parsed)
    rows = [
        (line, "unconfirmed", unconfirmed[line])
        if line in unconfirmed
        else (line, "confirmed" if line in confirmed else "your own", confirmed.get(line, "-"))
        for line in dict.fromkeys((*unconfirmed, *lines_of(parsed)))
    ]
    layout = listing(f"Lines of {policy}", ("line", "state", "compared with"), lambda row: row)
    named = [dict(zip(("line", "state", "compared_with"), row, strict=True)) for row in rows]
    show_report(named, lambda _: layout(rows), as_json=as_json, as_csv=as_csv)


@app.command()
def confirm(
    policy: PolicyArgument,
    line: Annotated[
        str, typer.Argument(help="The line: logs, or the first digits of an id that it lists.")
    ],
    compared_with: Annotated[
        str, typer.Option(help="The source that you compared the line with, in one line of text.")
    ],
    log_key: Annotated[
        list[str],
        typer.Option(
            help="With the line logs of a policy that has none: both verifier keys; given twice."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    as_json: AsJson = False,
) -> None:
    """Record what you compared one line of a draft with.

    The day is today's. Each line is confirmed by itself; when none is unconfirmed, bundles are verified under the
    policy.

    Example: cradle policy confirm policy.toml 0e8615e411dc --compared-with "the registrar's letter of 3 December"
    """
    from datetime import UTC, datetime

    from ledger.audit.policy import parse_policy
    from ledger.audit.policy_confirmation import confirm_line, pair_log_keys
    from ledger.audit.policy_lines import unconfirmed_lines

    logs = pair_log_keys(log_key, "--log-key") if log_key else None
    today = datetime.now(UTC).date().isoformat()
    content = confirm_line(read_file(policy), line, compared_with, today, logs)
    write_file(policy, content)
    parsed = parse_policy(content)
    record = (parsed.confirmed or ())[-1]
    left = list(unconfirmed_lines(parsed))
    words = f"confirmed {record.line}; {len(left) or 'no'} unconfirmed line{'s' if len(left) != 1 else ''} left"
    conclude({**record.to_json(), "unconfirmed": left}, words, as_json=as_json)
