"""`cradle verify-all`: verify all bundles of a folder, on as many processes or machines as are given.

Each bundle is verified as `cradle verify` does, alone and offline. Exit status 0 all verified; 1 one is contradicted; 2
one is not verified; 3 a file or the policy cannot be read.
"""

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import (
    Accepted,
    OwnCopies,
    PolicyFile,
    read_accepted,
    without_verdict,
)
from ledger.cli.terminal.display import Status, console, print_json, print_table, show_figure
from ledger.cli.terminal.workers import Scheduler, Workers, runner
from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.views.report import Report
    from schemas.views.verified_bundles import VerifiedBundle

SUFFIX = ".bundle"


def command(
    folder: Annotated[Path, typer.Argument(help="The folder of the bundles, files *.bundle.")],
    policy: PolicyFile,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    workers: Workers = 0,
    scheduler: Scheduler = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
) -> None:
    """Verify all bundles of a folder.

    Each is verified as `cradle verify` does, which also shows what each finding says; the table has their codes.
    With --scheduler the workers must find the folder under the same path.

    Example: cradle verify-all bundles --policy policy.toml --workers 8
    """
    from schemas.views.verified_bundles import VerifiedBundle, VerifiedBundles

    with without_verdict(as_json=as_json):
        accepted = read_accepted(policy, own)
        files = _bundles(folder)
        found: dict[int, VerifiedBundle] = {}
        with runner(workers, scheduler, "bundles") as run:
            for number, report in run(_verify_file, accepted, files):
                found[number] = VerifiedBundle.of(files[number].name, report)
    rows = tuple(found[number] for number in range(len(files)))
    verdicts = VerifiedBundles(policy=accepted.digest, bundles=rows)
    if as_json:
        print_json(verdicts.to_json())
    else:
        columns = ["bundle", "verdict", ">declared", ">recomputed", "findings"]
        print_table("Bundles", columns, map(_row, rows))
        verified = sum(row.exit_code == 0 for row in rows)
        console.print(f"{verified} of {len(rows)} bundles verified")
    raise Status(verdicts.exit_code)


def _bundles(folder: Path) -> list[Path]:
    """The bundle files, by name.

    Raises:
        CradleError: `bundle.none`.
    """
    files = sorted(folder.resolve().glob(f"*{SUFFIX}"))
    if not files:
        detail = f"There is no file *{SUFFIX} in this folder; check the path."
        raise CradleError("bundle.none", detail, str(folder))
    return files


def _verify_file(accepted: Accepted, file: Path) -> "Report":
    from ledger.audit.verifier import verify
    from ledger.cli.terminal.files import read_file

    return verify(read_file(file), accepted.policy, accepted.digest, accepted.own)


def _row(row: "VerifiedBundle") -> list[str]:
    declared, recomputed = (
        "" if total is None else show_figure(Decimal(total))
        for total in (row.declared_total, row.recomputed_total)
    )
    return [row.file, row.verdict, declared, recomputed, ", ".join(row.codes)]
