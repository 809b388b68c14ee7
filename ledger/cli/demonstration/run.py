"""The demo from end to end: a new ledger in a folder, the chain, and the figure that the case names."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from rich.progress import Progress

from ledger.append.ledger import Ledger
from ledger.append.submit import submit
from ledger.cli.backend.admissions import admission_of
from ledger.cli.backend.folder import NewKeys, create_ledger
from ledger.cli.backend.methods import load_factor_sets, load_named_rulebook
from ledger.cli.demonstration.assertions import default_rulebook, within_boundary
from ledger.cli.demonstration.border_demo import (
    BorderOutcome,
    border_to_json,
    import_good,
    is_proven,
    print_border,
    verifying,
)
from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.cuts import cuts_as_json, print_cuts
from ledger.cli.demonstration.documents import print_documents, write_documents
from ledger.cli.demonstration.electricity import electricity_as_json
from ledger.cli.demonstration.evidence import evidence_as_json, print_evidence
from ledger.cli.demonstration.outcome import Outcome, declare
from ledger.cli.demonstration.remarks import print_remarks, remarks_as_json
from ledger.cli.demonstration.result import intensities, result_to_json
from ledger.cli.demonstration.summary import (
    print_intensities,
    print_outcome,
)
from ledger.cli.demonstration.trade import trade_as_json
from ledger.cli.keys.identity import Identity
from ledger.cli.keys.passphrases import unprotected
from ledger.cli.terminal.display import console, progress_console
from ledger.exchange.case import Case
from ledger.exchange.case_cuts import cut_sizes, signed_cuts
from ledger.exchange.case_factors import build_factor_set
from ledger.exchange.case_figures import case_figures
from ledger.exchange.case_plan import Plan, plan
from ledger.exchange.case_ready import require_enterable
from ledger.exchange.case_smallest import cut_loops
from ledger.service.answers.explain import explain_calculation, explain_entries
from ledger.state.drafting import sign_draft
from ledger.state.evaluation import require_computable
from ledger.state.methods import shipped_methods
from schemas.errors import CradleError
from schemas.signed.participant import Profile
from schemas.signed.rulebook import FactorSet, Rulebook

ORIGIN = "demo.invalid/cradle"

KEYS = "unencrypted and in one folder; a real chain encrypts them, and keeps root keys apart"
"""What the demo does not do for its keys, so that it asks nothing."""

Method = tuple[Rulebook, tuple[FactorSet, ...]]
"""A rulebook, and the factor sets that the command line names."""


def method_of(case: Case, rulebook: str | None, factor_sets: Sequence[str]) -> Method:
    """The rulebook of that id, or by default that of the case, and the named factor sets.

    Raises:
        CradleError: `rulebook.*`, and as `load_factor_sets`.
    """
    rules = load_named_rulebook(default_rulebook(case) if rulebook is None else rulebook, None)
    return rules, load_factor_sets(factor_sets, None)


def run_demo(
    case: Case, method: Method, folder: Path, *, as_json: bool
) -> tuple[dict[str, object], bool]:
    """Run the demo in a folder that `require_empty` has passed, and print its outcome unless the caller prints JSON.

    The method's factor sets are used beside that of the case.

    Returns:
        The result for a program, and True if the final bundle was verified and the tampered copy refused.

    Raises:
        CradleError: `case.*`, `rulebook.*`, and as `cut_loops`.
    """
    rulebook, sets = method
    require_computable(rulebook)
    case = within_boundary(case, rulebook)
    hidden = as_json or not progress_console.is_terminal
    planned = plan(cut_loops(case, rulebook, sets))
    require_enterable(planned)
    cut_figures = case_figures(planned, rulebook, sets) if planned.case.cuts else {}
    ledger_folder = folder / "ledger"
    operator = Profile(legal_name="Demo Operator", country="DE")
    with create_ledger(ledger_folder, ORIGIN, operator, NewKeys(unprotected, None)) as (
        ledger,
        registrar,
    ):
        with Progress(console=progress_console, transient=True, disable=hidden) as progress:
            task = progress.add_task("signing and logging", total=_steps(planned))

            def advance(what: str) -> None:
                progress.update(task, advance=1, description=what)

            chain = Chain(
                ledger=ledger,
                plan=planned,
                rulebook=ledger.keep(rulebook),
                factor_sets=_keep_all(ledger, registrar, (build_factor_set(planned), *sets)),
                folder=folder / "participants",
                registrar=registrar,
                advance=advance,
                cuts=signed_cuts(planned, cut_figures),
            )
            declared, border = case.declared, case.border
            if border is not None:
                chain.delivered = verifying(chain, border, folder)
            chain.run()
            outcome = declare(chain, declared, rulebook, folder) if declared is not None else None
            imported = import_good(chain, border, folder) if border is not None else None
        return _result(chain, outcome, imported, rulebook, folder, as_json=as_json)


def _keep_all(ledger: Ledger, registrar: Identity, sets: Iterable[FactorSet]) -> tuple[str, ...]:
    """The digests of factor sets, which the ledger keeps, and the registrar admits."""
    kept = {ledger.keep(factor_set): factor_set for factor_set in sets}
    for name, factor_set in kept.items():
        if name not in shipped_methods():
            draft = admission_of(ledger.origin, registrar.id, factor_set)
            submit(ledger, sign_draft(draft, [registrar.working]))
    return tuple(sorted(kept))


def _result(
    chain: Chain,
    outcome: Outcome | None,
    imported: BorderOutcome | None,
    rulebook: Rulebook,
    folder: Path,
    *,
    as_json: bool,
) -> tuple[dict[str, object], bool]:
    """The result for a program, printed for a person unless the caller prints JSON; True if everything held."""
    computed = explain_entries(
        chain.ledger, chain.entries.values(), chain.rulebook, chain.factor_sets
    )
    values = intensities(chain, computed.figures)
    cuts = cut_sizes(chain.plan, values)
    documents = {} if outcome is None else write_documents(chain, outcome, folder / "documents")
    if not as_json:
        print_cuts(cuts)
        _show(chain, values, outcome, rulebook)
        print_remarks(chain.plan.case)
        print_evidence(chain)
        print_documents(documents)
        print_border(imported)
        console.print(f"{'keys':<14} {KEYS}", markup=False)
    passed = outcome is None or (
        outcome.report.exit_code == 0 and outcome.tampered_report.exit_code != 0
    )
    result = result_to_json(chain, values, outcome) | border_to_json(imported)
    result |= trade_as_json(chain, outcome, as_json=as_json)
    result |= electricity_as_json(chain, outcome, as_json=as_json)
    named = {"documents": documents} if documents else {}
    result |= (
        remarks_as_json(chain.plan.case) | cuts_as_json(cuts) | evidence_as_json(chain) | named
    )
    return result, passed and (imported is None or is_proven(imported))


def require_empty(folder: Path) -> None:
    """Refuse a folder that cannot hold the demo.

    Raises:
        CradleError: `demo.folder` if it exists and is not an empty folder.
    """
    above = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not above.is_dir():
        raise CradleError("demo.folder", f"{above} is a file; name another folder.", str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise CradleError("demo.folder", "The folder is not empty; name a new one.", str(folder))


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
