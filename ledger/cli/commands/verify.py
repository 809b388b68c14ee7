"""`cradle verify`: an auditor recomputes a declared figure from one file, offline.

It uses only the audit: no store, no service, no network. Exit status 0 verified; 1 two things contradict; 2 something
named is missing or unreadable; 3 wrong usage or an unreadable policy; 4 the command failed without a verdict.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import Status, console, print_error, print_json, progress_console
from ledger.cli.terminal.files import read_file
from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.policy import Policy
    from schemas.report import Report, Step

BAD_POLICY = 3

LONG = 4 << 20
"""Bytes of a bundle above which a terminal shows the steps as they end."""


def command(
    bundle: Annotated[Path, typer.Argument(help="The bundle file.")],
    policy: Annotated[
        Path,
        typer.Option(
            help="Your policy file, TOML: the keys, auditors and methods that you accept."
        ),
    ],
    own: Annotated[
        list[Path],
        typer.Option(
            "--with",
            help="Your copy of a factor set whose licence forbids passing it on; may be repeated.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
) -> None:
    """Recompute a bundle's declared figure offline.

    Reports each finding. The exit status is 0 if the bundle is verified, 1 if two things contradict, 2 if something
    is missing or unreadable.

    Example: cradle verify final.bundle --policy policy.toml
    """
    from ledger.audit.policy import parse_policy
    from ledger.audit.report.text import format_report
    from ledger.trust.leaves import digest, model_bytes
    from schemas.rulebook import FactorSet

    try:
        policy_bytes, bundle_bytes = read_file(policy), read_file(bundle)
        accepted = parse_policy(policy_bytes)
        added = [model_bytes(FactorSet.parse(read_file(file))) for file in own]
    except CradleError as error:
        print_error(error, as_json=as_json)
        raise Status(BAD_POLICY) from None
    report = _verify(bundle_bytes, accepted, digest(policy_bytes), added)
    if as_json:
        print_json(report.to_json())
    else:
        console.print(format_report(report), markup=False)
    raise Status(report.exit_code)


def _verify(bundle: bytes, policy: "Policy", policy_digest: str, own: list[bytes]) -> "Report":
    """The report; a terminal shows the steps of a long bundle as they end."""
    from ledger.audit.verifier import verify

    if len(bundle) <= LONG or not progress_console.is_terminal:
        return verify(bundle, policy, policy_digest, own)
    with progress_console.status("Reading the bundle") as status:

        def show(step: "Step") -> None:
            status.update(f"Step {step.number}, {step.name.replace('_', ' ')}, has ended")

        return verify(bundle, policy, policy_digest, own, show)
