"""`cradle portfolio`: scores of all calculations as of now, with scenarios and spreads; in the ledger's folder."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import print_json
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder
from ledger.cli.terminal.workers import Scheduler, Workers, runner
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.service.portfolio.spread import SpreadRequest
    from schemas.portfolio_scenario import PortfolioScenario

HIGHEST_SIGMA = 2


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
            help="Suppose these factor sets in place of those of the calculations; digests; may be repeated."
        ),
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
    workers: Workers = 0,
    scheduler: Scheduler = None,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Score all calculations as of now, at once.

    Each statement counts in its newest version. A score is floating point and no declared figure; the signed one is
    shown beside it. With a supposition (another supplier, less own emissions, other factors) also what it would be.
    Samples and scenarios have the same digits on any number of workers.

    Example: cradle portfolio --own sha256:...=0.8 --sigma 0.1 --samples 1000 --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.terminal.portfolio import print_portfolio
    from ledger.cli.terminal.waiting import waiting
    from ledger.service.state.stale import live_calculations, own_calculations

    with _package():
        from ledger.service.portfolio.report import Question, portfolio
    supposed = _supposed(take or [], own or [], factor_set or [])
    question = Question((*supposed, *_read(scenarios)), _spread(sigma, samples), since)
    issuer = None if identity is None else registered_id(identity)
    with (
        open_ledger(ledger) as opened,
        runner(workers, scheduler, "blocks") as run,
        waiting("solving the portfolio"),
    ):
        with opened.view() as view:
            names = live_calculations(view) if issuer is None else own_calculations(view, issuer)
        found = portfolio(opened, names, question, run)
    if as_json:
        print_json(found.to_json())
    else:
        print_portfolio(found)


def _spread(sigma: str | None, samples: int) -> "SpreadRequest | None":
    """The spread of inputs that is asked for.

    Raises:
        CradleError: `portfolio.sigma`, `quantity.positive` or `portfolio.package`.
    """
    from schemas.typed import read_amount

    if sigma is None:
        if samples:
            raise CradleError("portfolio.sigma", "Samples need --sigma; add it.", "--samples")
        return None
    spread = float(read_amount(sigma, "--sigma"))
    if spread > HIGHEST_SIGMA:
        detail = f"{sigma} is no plausible spread; the highest is {HIGHEST_SIGMA}, a factor of e^2 either way."
        raise CradleError("portfolio.sigma", detail, "--sigma")
    with _package():
        from ledger.service.portfolio.spread import SpreadRequest
    return SpreadRequest(spread, samples)


def _supposed(
    take: Sequence[str], own: Sequence[str], factor_sets: Sequence[str]
) -> "tuple[PortfolioScenario, ...]":
    """The changes that the options name, as one scenario; none without changes.

    Raises:
        CradleError: `portfolio.change`, or the rules of `PortfolioScenario`.
    """
    from schemas.portfolio_scenario import PortfolioScenario

    if not (take or own or factor_sets):
        return ()
    scaled = [
        {"id": name, "factor": factor} for name, factor in (_pair(text, "--own") for text in own)
    ]
    replaced = [
        {"old": _line(old), "new": _line(new)}
        for old, new in (_pair(text, "--take") for text in take)
    ]
    members = {"name": "supposed", "take": replaced, "own": scaled, "factor_sets": factor_sets}
    return (PortfolioScenario.parse(json.dumps(members).encode()),)


def _read(file: Path | None) -> "tuple[PortfolioScenario, ...]":
    from ledger.cli.terminal.files import read_file
    from schemas.portfolio_scenario import PortfolioScenarios

    return () if file is None else PortfolioScenarios.parse(read_file(file)).scenarios


def _pair(text: str, option: str) -> tuple[str, str]:
    first, sign, second = text.rpartition("=")
    if not (sign and first and second):
        detail = f"{text!r} is no pair; write two values with = between them."
        raise CradleError("portfolio.change", detail, option)
    return first, second


def _line(text: str) -> dict[str, str]:
    entry, sign, line = text.partition("#")
    if not (sign and entry and line):
        detail = f"{text!r} is no line of an entry; write ENTRY#LINE, such as sha256:...#main."
        raise CradleError("portfolio.change", detail, "--take")
    return {"entry": entry, "line": line}


@contextmanager
def _package() -> Iterator[None]:
    """Import modules that need the extra `portfolio`.

    Raises:
        CradleError: `portfolio.package`.
    """
    try:
        yield
    except ModuleNotFoundError as missing:
        detail = f"A portfolio needs the package {missing.name}; install cradle-ledger[portfolio]."
        raise CradleError("portfolio.package", detail) from None
