"""The demo from end to end: a new ledger in a folder, the chain, and the declaration if the case has a battery."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.progress import Progress

from ledger.cli.backend.folder import create_ledger
from ledger.cli.demonstration.assertions import within_boundary
from ledger.cli.demonstration.battery import Outcome, declare
from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.cuts import cuts_as_json, print_cuts
from ledger.cli.demonstration.documents import documents_as_json, print_documents
from ledger.cli.demonstration.result import as_json, intensities
from ledger.cli.demonstration.summary import (
    print_intensities,
    print_outcome,
)
from ledger.exchange.case import Case
from ledger.exchange.case_cuts import cut_sizes
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_plan import Plan, plan
from ledger.exchange.case_ready import require_enterable
from ledger.service.answers.explain import explain_calculation, explain_entries
from ledger.service.state.evaluation import require_computable
from schemas.errors import CradleError
from schemas.participant import Profile
from schemas.rulebook import Rulebook

ORIGIN = "demo.invalid/cradle"


def run_demo(
    case: Case, rulebook: Rulebook, folder: Path, screen: Console
) -> tuple[dict[str, object], bool]:
    """Run the demo in a folder.

    Returns:
        The result for a program, and True if the final bundle was verified and the tampered copy refused.

    Raises:
        CradleError: `demo.folder` if the folder is not empty; `case.*`, `rulebook.*`.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CradleError("demo.folder", "The folder is not empty; name a new one.", str(folder))
    require_computable(rulebook)
    case = within_boundary(case, rulebook)
    planned = plan(case)
    require_enterable(planned)
    ledger_folder = folder / "ledger"
    operator = Profile(legal_name="Demo Operator", country="DE")
    with create_ledger(ledger_folder, ORIGIN, operator) as (ledger, registrar):
        with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
            task = progress.add_task("signing and logging", total=_steps(planned))

            def advance(what: str) -> None:
                progress.update(task, advance=1, description=what)

            chain = Chain(
                ledger=ledger,
                plan=planned,
                rulebook=ledger.keep(rulebook),
                factor_set=ledger.keep(build_factor_set(planned)),
                folder=folder / "participants",
                registrar=registrar,
                advance=advance,
            )
            chain.run()
            battery = case.battery
            outcome = declare(chain, battery, rulebook, folder) if battery is not None else None
        computed = explain_entries(
            ledger, chain.entries.values(), chain.rulebook, (chain.factor_set,)
        )
        values = intensities(chain, computed.figures)
        cuts = cut_sizes(planned, values)
        print_cuts(cuts)
        _show(chain, values, outcome, rulebook)
        passed = outcome is None or (
            outcome.report.exit_code == 0 and outcome.tampered_report.exit_code != 0
        )
        print_documents(chain)
        result = as_json(chain, values, outcome) | cuts_as_json(cuts) | documents_as_json(chain)
        return result, passed


def _steps(planned: Plan) -> int:
    sites = len(planned.order)
    deliveries = sum(len(planned.physical(s)) + len(planned.credited(s)) for s in planned.order)
    return 2 * sites + deliveries + 6


def _show(
    chain: Chain, values: Mapping[str, Decimal], outcome: Outcome | None, rulebook: Rulebook
) -> None:
    if outcome is None:
        print_intensities(chain, values)
        return
    rows = explain_calculation(chain.ledger, outcome.calculation_id)
    print_outcome(chain, outcome, rows, rulebook)
