"""`cradle portfolio`: scores of all calculations as of now, with scenarios and spreads."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import DEFAULT_LEDGER, AsCsv, AsJson, Force, LedgerFolder
from ledger.cli.terminal.page import show_report
from ledger.cli.terminal.workers import Scheduler, Workers, runner
from schemas.errors import CradleError
from schemas.views.portfolio import Breakdown

if TYPE_CHECKING:
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.service.portfolio.question import Question
    from ledger.workers.runner import Runner
    from schemas.exchanged.portfolio_scenario import PortfolioScenario
    from schemas.views.portfolio import Portfolio

Pairs = tuple[tuple[str, str], ...]


def command(
    identity: Annotated[
        Path | None,
        typer.Option(
            envvar="CRADLE_IDENTITY",
            help="Show only calculations of the owner of the keys in this folder.",
        ),
    ] = None,
    take: Annotated[
        list[str] | None,
        typer.Option(
            help="OLD=NEW: suppose that NEW is taken in place of OLD everywhere, each an entry's id and its line as"
            " ENTRY#LINE; may be repeated."
        ),
    ] = None,
    own: Annotated[
        list[str] | None,
        typer.Option(
            help="ID=FACTOR: suppose the own emissions of an entry or an issuer times a factor, such as 0.8; may be"
            " repeated."
        ),
    ] = None,
    factor_set: Annotated[
        list[str] | None,
        typer.Option(
            help="Suppose these factor sets in place of those of the calculations: JSON files, digests in the ledger,"
            " or ids of sets that come with Cradle; may be repeated."
        ),
    ] = None,
    average: Annotated[
        bool,
        typer.Option(
            "--average",
            help="Suppose that all goods of a product that a firm made at a site in a year count their mean.",
        ),
    ] = False,
    by: Annotated[
        Breakdown | None,
        typer.Option(help="Show the parts of each score by country, firm or group of gases."),
    ] = None,
    scenarios: Annotated[
        Path | None,
        typer.Option(
            help="A file of scenarios (JSON), each a name with such changes; each is supposed alone."
        ),
    ] = None,
    since: Annotated[
        int | None,
        typer.Option(
            min=0,
            help="Show only scores that have changed since the registry had so many leaves.",
        ),
    ] = None,
    sigma: Annotated[
        str | None,
        typer.Option(
            help="The standard deviation of the logarithm of every amount and own emission, up to 2, such as 0.1, for"
            " the spread of scores."
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option(min=0, max=100_000, help="With --sigma: draw samples as well.")
    ] = 0,
    plot: Annotated[
        Path | None,
        typer.Option(help="Draw signed figures, scores and their ranges to this file (SVG)."),
    ] = None,
    force: Force = False,
    workers: Workers = 0,
    scheduler: Scheduler = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    as_csv: AsCsv = False,
) -> None:
    """Recompute all calculations with current data.

    Each statement counts in its newest version. A score is floating point and not a declared figure; the signed one
    is shown beside it. Suppositions (another supplier, lower own emissions, lots averaged over a year, other factors)
    show what it would be. Samples and scenarios have the same digits on any number of workers. A server scores your
    own calculations, and supposes nothing.

    Example: cradle portfolio --own sha256:...=0.8 --sigma 0.1 --samples 1000 --ledger my-ledger
    """
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.terminal.files import require_new, write_file
    from ledger.cli.terminal.waiting import waiting
    from ledger.documents.drawing.portfolio import by_change, draw_portfolio
    from ledger.documents.reports.portfolio import layout_portfolio
    from ledger.service.portfolio.question import Question, read_spread

    if plot is not None:
        require_new(plot, force=force)
    replacements, scalings = _pairs(take or [], "--take"), _pairs(own or [], "--own")
    spread = read_spread(sigma, samples, "--sigma")
    further = _read(scenarios)
    issuer = None if identity is None else registered_id(identity)
    with (
        select_backend(ledger) as backend,
        runner(workers, scheduler, "blocks") as run,
        waiting("solving the portfolio"),
    ):
        supposed = _supposed(backend, replacements, scalings, factor_set or [], average=average)
        portfolio = _scores(
            backend, Question((*supposed, *further), spread, since, by), issuer, run
        )
    if plot is not None:
        write_file(plot, draw_portfolio(by_change(portfolio.rows), "en").encode())
    show_report(portfolio, layout_portfolio, as_json=as_json, as_csv=as_csv)


def _scores(
    desk: "LedgerDesk", question: "Question", issuer: str | None, run: "Runner"
) -> "Portfolio":
    """The scores of all calculations that the caller may calculate, or of one issuer's.

    Raises:
        CradleError: `option.server` for what a server does not compute.
    """
    from ledger.desk.folder import FolderDesk
    from ledger.service.portfolio.answer import answer
    from ledger.state.stale import live_calculations, own_calculations
    from ledger.workers.runner import in_process

    if isinstance(desk, FolderDesk):
        with desk.ledger.view() as view:
            names = live_calculations(view) if issuer is None else own_calculations(view, issuer)
        return answer(desk.ledger, names, question, run)
    if question.scenarios or question.by or run is not in_process:
        detail = (
            "A server supposes no changes, shows no parts by country, firm or gas, and works on its own"
            " processes; leave out these options."
        )
        raise CradleError("option.server", detail, "--server")
    spread = question.spread
    sigma, samples = (None, 0) if spread is None else (str(spread.sigma), spread.samples)
    portfolio = desk.portfolio(question.since, sigma, samples)
    own = tuple(row for row in portfolio.rows if issuer in {None, row.issuer})
    return portfolio.model_copy(update={"rows": own})


def _supposed(
    backend: "LedgerDesk",
    replacements: Pairs,
    scalings: Pairs,
    factor_sets: Sequence[str],
    *,
    average: bool,
) -> "tuple[PortfolioScenario, ...]":
    """The changes that the options name, as one scenario with full ids; none without changes.

    Raises:
        CradleError: `portfolio.change`, the rules of `PortfolioScenario`, or as `full_id` and `stored_factor_sets`.
    """
    from ledger.cli.backend.ids import full_id
    from ledger.cli.backend.methods import stored_factor_sets
    from schemas.exchanged.portfolio_scenario import PortfolioScenario

    if not (replacements or scalings or factor_sets or average):
        return ()
    scaled = [
        {"id": full_id(backend, name, "--own"), "factor": factor} for name, factor in scalings
    ]
    replaced = [
        {"old": _line(backend, old), "new": _line(backend, new)} for old, new in replacements
    ]
    sets = stored_factor_sets(factor_sets, backend)
    members = {"name": "supposed", "take": replaced, "own": scaled, "factor_sets": sets}
    mean = {"average": True} if average else {}
    return (PortfolioScenario.parse(json.dumps(members | mean).encode()),)


def _read(file: Path | None) -> "tuple[PortfolioScenario, ...]":
    from ledger.cli.terminal.files import read_file
    from schemas.exchanged.portfolio_scenario import PortfolioScenarios

    return () if file is None else PortfolioScenarios.parse(read_file(file)).scenarios


def _pairs(texts: Sequence[str], option: str) -> Pairs:
    """The two values of each option, before the ledger is opened."""
    return tuple(_pair(text, option) for text in texts)


def _pair(text: str, option: str) -> tuple[str, str]:
    first, sign, second = text.rpartition("=")
    if not (sign and first and second):
        detail = f"{text!r} is not a pair; write two values with = between them."
        raise CradleError("portfolio.change", detail, option)
    return first, second


def _line(backend: "LedgerDesk", text: str) -> dict[str, str]:
    from ledger.cli.backend.ids import full_id

    entry, sign, line = text.partition("#")
    if not (sign and entry and line):
        detail = f"{text!r} is not a line of an entry; write ENTRY#LINE, such as sha256:...#main."
        raise CradleError("portfolio.change", detail, "--take")
    return {"entry": full_id(backend, entry, "--take"), "line": line}
