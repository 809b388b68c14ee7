"""`cradle calculate`: the carbon footprint of one battery model from one plant, signed by its manufacturer."""

from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import (
    DEFAULT_IDENTITY,
    DEFAULT_LEDGER,
    AsJson,
    FactorSets,
    IdentityFolder,
    LedgerFolder,
    Quiet,
    Rulebook,
    show_receipt,
    show_remarks,
    show_signed,
)
from ledger.rulebooks.default import DEFAULT_RULEBOOK

if TYPE_CHECKING:
    from schemas.calculation import Warranty
    from schemas.calculation_request import Treatment


def command(
    model: Annotated[str, typer.Option(help="The battery model's id, as in its entries.")],
    site: Annotated[str, typer.Option(help="The plant's site code.")],
    start: Annotated[str, typer.Option(help="The first day of the period, YYYY-MM-DD.")],
    end: Annotated[str, typer.Option(help="The day after the period's last day, YYYY-MM-DD.")],
    capacity: Annotated[str, typer.Option(help="The usable energy of one battery, kWh.")],
    factor_sets: FactorSets,
    end_of_life: Annotated[
        list[str],
        typer.Option(
            metavar="DELIVERY[=KG]",
            help="The id of a representative delivery of end-of-life treatment, and the kg of the "
            "product that it treats. Without kg: the remainder. May be repeated.",
        ),
    ],
    warranty_years: Annotated[
        str | None,
        typer.Option(help="The commercial warranty, years; needs --warranty-remaining."),
    ] = None,
    warranty_km: Annotated[
        str | None, typer.Option(help="The distance that ends the warranty earlier, km.")
    ] = None,
    warranty_remaining: Annotated[
        str | None,
        typer.Option(
            help="The share of usable energy that the warranty promises, 0 to 1, such as 0.8."
        ),
    ] = None,
    cycle_life: Annotated[
        str | None, typer.Option(help="The declared cycle life of an industrial battery, cycles.")
    ] = None,
    fill_transport: Annotated[
        bool,
        typer.Option(
            "--fill-transport",
            help="Add the rulebook's default transport legs where none is stated.",
        ),
    ] = False,
    fill_mass: Annotated[
        bool,
        typer.Option(
            "--fill-mass",
            help="Add goods of unknown origin up to the mass of each entry's outputs.",
        ),
    ] = False,
    category: Annotated[
        str, typer.Option(help="The battery category: EV, LMT or industrial.")
    ] = "EV",
    vehicle_category: Annotated[
        str | None, typer.Option(help="The vehicle category, such as M1, N1, L or M2.")
    ] = None,
    rulebook: Rulebook = DEFAULT_RULEBOOK,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Calculate a battery model's footprint and submit it.

    The calculation covers all entries of the model at the plant that end in the period. A period shorter than 12
    months makes a study, of which nothing may be declared unless it holds all production.

    Example: cradle calculate --model urn:example:battery:1 --site P9 --start 2025-01-01 --end 2026-01-01
    --capacity 75 --warranty-years 8 --warranty-remaining 0.8 --vehicle-category M1 --factor-set sha256:...
    --end-of-life sha256:...
    """
    from pydantic import ValidationError

    from ledger.cli.backend.folder import parse_word
    from ledger.cli.backend.protocol import send
    from ledger.cli.backend.select import select_backend
    from ledger.cli.keys.identity import load_identity
    from ledger.rulebooks.catalog import load_rulebook
    from schemas.base import refusal
    from schemas.calculation import Calculation, Filling
    from schemas.calculation_request import CalculationRequest
    from schemas.values import Period
    from schemas.vocabulary import Category

    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        kept = backend.keep_method(load_rulebook(rulebook))
        try:
            asked = CalculationRequest(
                issuer=signer.id,
                model=model,
                site=site,
                period=Period(start=start, end=end),
                category=parse_word(Category, category, "--category"),
                vehicle_category=vehicle_category,
                capacity_kwh=capacity,
                warranties=_warranties(warranty_years, warranty_km, warranty_remaining),
                cycle_life=cycle_life,
                rulebook=kept,
                factor_sets=tuple(sorted(factor_sets)),
                end_of_life=tuple(map(_treatment, end_of_life)),
                filling=Filling(transport=fill_transport or None, mass=fill_mass or None)
                if fill_transport or fill_mass
                else None,
            )
        except ValidationError as error:
            raise refusal(error) from None
        draft = backend.calculation(asked)
        if not quiet and isinstance(draft.statement, Calculation):
            show_signed(f"{draft.statement.total} kg CO2e per kWh of total energy")
        show_remarks(draft.remarks)
        show_receipt(send(backend, signer, draft), as_json=as_json, quiet=quiet)


def _warranties(years: str | None, km: str | None, remaining: str | None) -> "tuple[Warranty, ...]":
    """The warranty that the options state; empty without options.

    Raises:
        CradleError: `option.warranty`.
    """
    from schemas.calculation import Warranty
    from schemas.errors import CradleError

    if years is not None:
        return (Warranty(years=years, km=km, remaining_energy=remaining),)
    if km is not None or remaining is not None:
        detail = "The warranty has no years; add --warranty-years."
        raise CradleError("option.warranty", detail, "--warranty-years")
    return ()


def _treatment(option: str) -> "Treatment":
    """A delivery, and the kg that follow an equals sign."""
    from schemas.calculation_request import Treatment

    delivery, stated, kg = option.partition("=")
    return Treatment(delivery=delivery, kg=kg if stated else None)
