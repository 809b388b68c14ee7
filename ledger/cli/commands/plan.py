"""`cradle plan`: which choices to settle so that a conservative figure comes near the declared one.

A bundle needs no ledger: it is verified under the reader's policy first, offline, and its verdict is not repeated here.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.commands.audit_input import OwnCopies, read_accepted
from ledger.cli.commands.diff import is_file, own_copies
from ledger.cli.terminal.files import read_file, require_new, write_file
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import show_report
from schemas.errors import CradleError

if TYPE_CHECKING:
    from schemas.exchanged.examination_prices import ExaminationPrices
    from schemas.views.plan import SettlingPlan


def command(
    statement: Annotated[
        str,
        typer.Argument(help="The id of a calculation, declaration or delivery, or a bundle file."),
    ],
    policy: Annotated[
        Path | None,
        typer.Option(help="Your policy file, TOML, for a bundle: its auditors settle choices."),
    ] = None,
    prices: Annotated[
        Path | None,
        typer.Option(
            help="Your price list, TOML: `documents` and `site_visit`, the price of examining one choice. The search"
            " then goes by worth per price."
        ),
    ] = None,
    settle_file: Annotated[
        Path | None,
        typer.Option(
            help="A file to write as well: the choices shown, to be filled in for `cradle attest --settle-file`."
        ),
    ] = None,
    own: OwnCopies = [],  # noqa: B006 - typer copies the default
    ledger: LedgerFolder = DEFAULT_LEDGER,
    force: Force = False,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Plan which choices to settle.

    Shows the choices behind a figure by worth, who made each and what settles it, and two sets of them: one that
    brings the conservative figure within 5 % of the declared one, and one within 1 %. No choice can be removed from a
    set; it is built in order of effect, so a smaller one may exist. What has no price, and what the method leaves
    open, is listed separately. A manufacturer is shown its own choices, and a band for each direct supplier.

    Example: cradle plan 09e5bba46e9f --prices prices.toml --settle-file settle.toml --ledger my-ledger

    Example: cradle plan audit.bundle --policy policy.toml
    """
    from ledger.choices.plan_report import read_prices
    from ledger.choices.settling import format_settlements
    from ledger.documents.reports.plan import layout_plan

    if settle_file is not None:
        require_new(settle_file, force=force)
    listed = None if prices is None else read_prices(read_file(prices))
    plan = _plan(statement, policy, listed, own, ledger)
    if settle_file is not None:
        shown = [row.choice for row in (*plan.lines, *plan.unpriced)]
        write_file(settle_file, format_settlements(shown).encode())
    show_report(plan, layout_plan, as_json=as_json, as_csv=as_csv)


def _plan(
    name: str,
    policy: Path | None,
    prices: "ExaminationPrices | None",
    own: list[Path],
    ledger: Path,
) -> "SettlingPlan":
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.select import select_backend
    from ledger.cli.terminal.waiting import waiting

    if is_file(name):
        if policy is None:
            detail = "A bundle is read under your policy; name its file with --policy."
            raise CradleError("option.missing", detail, "--policy")
        return _of_bundle(Path(name), policy, prices, own)
    if policy is not None:
        detail = "A ledger's figure is planned after its own audit; leave --policy out, or name a bundle file."
        raise CradleError("option.word", detail, "--policy")
    own_copies(own)  # Refused as for a bundle; a ledger has its own.
    with select_backend(ledger) as backend, waiting("looking for the way down"):
        named = full_id(backend, name, "statement")
        if prices is None:
            return backend.plan(named)
        return backend.plan(named, prices.documents, prices.site_visit, prices.currency)


def _of_bundle(
    bundle: Path, policy: Path, prices: "ExaminationPrices | None", own: list[Path]
) -> "SettlingPlan":
    from ledger.audit.report.plan import bundle_plan
    from ledger.audit.verifier import run_steps
    from ledger.cli.terminal.waiting import waiting

    accepted = read_accepted(policy, own)
    with waiting("looking for the way down"):
        context, findings = run_steps(read_file(bundle), accepted.policy, accepted.own)
        return bundle_plan(context, findings, accepted.digest, prices)
