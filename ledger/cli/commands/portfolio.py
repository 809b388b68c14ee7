"""`cradle portfolio`: scores of all calculations as of now, with suppositions and spreads; in the ledger's folder."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.display import (
    console,
    print_json,
    print_table,
    short,
    show_figure,
    show_percent,
)
from ledger.cli.terminal.options import DEFAULT_LEDGER, AsJson, LedgerFolder
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.portfolio.coefficients import Line
    from ledger.service.append.ledger import Ledger
    from ledger.service.portfolio.spread import SpreadRequest
    from ledger.service.portfolio.supposition import Supposition
    from schemas.portfolio import Portfolio, PortfolioRow

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
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Score all calculations as of now, at once.

    Each statement counts in its newest version. A score is floating point and no declared figure; the signed one is
    shown beside it. With a supposition (another supplier, less own emissions, other factors) also what it would be.

    Example: cradle portfolio --own sha256:...=0.8 --sigma 0.1 --samples 1000 --ledger my-ledger
    """
    from ledger.cli.backend.folder import open_ledger
    from ledger.cli.keys.identity import registered_id
    from ledger.cli.terminal.waiting import waiting

    asked = _spread(sigma, samples)
    supposed = _supposition(take or [], own or [], factor_set or [])
    issuer = None if identity is None else registered_id(identity)
    with open_ledger(ledger) as opened, waiting("solving the portfolio"):
        found = _solve(opened, issuer, supposed, asked)
    if as_json:
        print_json(found.to_json())
    else:
        _show(found)


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


def _solve(
    opened: "Ledger",
    issuer: str | None,
    supposed: "Supposition | None",
    spread: "SpreadRequest | None",
) -> "Portfolio":
    with _package():
        from ledger.service.portfolio.report import portfolio
    from ledger.service.state.stale import live_calculations, own_calculations

    with opened.view() as view:
        names = live_calculations(view) if issuer is None else own_calculations(view, issuer)
    return portfolio(opened, names, supposed, spread)


def _supposition(
    take: Sequence[str], own: Sequence[str], factor_sets: Sequence[str]
) -> "Supposition | None":
    """The supposed changes; None if there are none.

    Raises:
        CradleError: `portfolio.change`.
    """
    if not (take or own or factor_sets):
        return None
    with _package():
        from ledger.service.portfolio.supposition import Supposition
    pairs = [_pair(text, "--take") for text in take]
    return Supposition(
        tuple((_line(old, "--take"), _line(new, "--take")) for old, new in pairs),
        tuple((name, _factor(value)) for name, value in (_pair(text, "--own") for text in own)),
        tuple(factor_sets),
    )


def _pair(text: str, option: str) -> tuple[str, str]:
    first, sign, second = text.rpartition("=")
    if not (sign and first and second):
        detail = f"{text!r} is no pair; write two values with = between them."
        raise CradleError("portfolio.change", detail, option)
    return first, second


def _line(text: str, option: str) -> "Line":
    from ledger.portfolio.coefficients import Line

    entry, sign, line = text.partition("#")
    if not (sign and entry and line):
        detail = f"{text!r} is no line of an entry; write ENTRY#LINE, such as sha256:...#main."
        raise CradleError("portfolio.change", detail, option)
    return Line(entry, line)


def _factor(text: str) -> float:
    from schemas.typed import read_amount

    return float(read_amount(text, "--own"))


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


def _show(found: "Portfolio") -> None:
    supposed = any(row.supposed is not None for row in found.rows)
    spread = any(row.spread is not None for row in found.rows)
    columns = ["calculation", "model", "site", ">signed", ">now", ">change"]
    columns += [">supposed", ">change"] * supposed + [">spread", ">2.5 % to 97.5 %"] * spread
    print_table(
        f"kg CO2e per kWh of total energy, at {found.as_of.size} leaves of the registry",
        columns,
        (_row(row, supposed=supposed, spread=spread) for row in found.rows),
    )
    for left in found.left_out:
        console.print(f"{short(left.calculation)} has no score: {left.reason}", markup=False)
    drawn = "" if found.samples is None else f", {found.samples} samples, {found.failed} failed"
    console.print(f"{found.products} products, {found.inputs} inputs{drawn}", markup=False)
    console.print("Scores are floating point; they are not declared figures.")


def _row(row: "PortfolioRow", *, supposed: bool, spread: bool) -> list[str]:
    signed, score = Decimal(row.signed), Decimal(row.score)
    cells = [short(row.calculation), row.model, row.site, show_figure(signed), show_figure(score)]
    cells.append(show_percent(score - signed, abs(signed)))
    if supposed:
        other = Decimal(row.supposed or row.score)
        cells += [show_figure(other), show_percent(other - score, abs(score))]
    if spread and row.spread is not None:
        within = row.spread.low is not None and row.spread.high is not None
        low, high = (show_figure(Decimal(v or "0"), 4) for v in (row.spread.low, row.spread.high))
        cells += [show_figure(Decimal(row.spread.first_order), 3), f"{low} to {high}" * within]
    return cells
