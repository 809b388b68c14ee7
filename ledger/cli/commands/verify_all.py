"""`cradle verify-all`: verify all bundles of a folder, on as many processes or machines as are given.

Each bundle is verified as `cradle verify` does, alone and offline. Exit status 0 all verified; 1 one is contradicted; 2
one is not verified; 3 a file or the policy cannot be read.
"""

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
from ledger.cli.terminal.display import Status
from ledger.cli.terminal.options import AsCsv
from ledger.cli.terminal.page import show_report
from ledger.cli.terminal.workers import Scheduler, Workers, runner
from ledger.documents.page import Page, table
from ledger.documents.shown import figure
from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.views.report import Report
    from schemas.views.verified_bundles import VerifiedBundle, VerifiedBundles

SUFFIX = ".bundle"


def command(
    folder: Annotated[Path, typer.Argument(help="The folder of the bundles, files *.bundle.")],
    policy: PolicyFile,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    workers: Workers = 0,
    scheduler: Scheduler = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the verdicts as JSON.")] = False,
    as_csv: AsCsv = False,
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
        bundles: dict[int, VerifiedBundle] = {}
        with runner(workers, scheduler, "bundles") as run:
            for number, report in run(_verify_file, accepted, files):
                bundles[number] = VerifiedBundle.of(files[number].name, report)
    rows = tuple(bundles[number] for number in range(len(files)))
    verdicts = VerifiedBundles(policy=accepted.digest, bundles=rows)
    show_report(verdicts, _layout, as_json=as_json, as_csv=as_csv)
    raise Status(verdicts.exit_code)


def _layout(verdicts: "VerifiedBundles") -> Page:
    verified = sum(row.exit_code == 0 for row in verdicts.bundles)
    heads = ("bundle", "verdict", ">declared", ">recomputed", "findings")
    return Page(
        f"{verified} of {len(verdicts.bundles)} bundles verified",
        blocks=(table("", heads, map(_row, verdicts.bundles)),),
    )


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
        "" if total is None else figure(total)
        for total in (row.declared_total, row.recomputed_total)
    )
    return [row.file, row.verdict, declared, recomputed, ", ".join(row.codes)]
