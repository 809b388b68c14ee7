"""`cradle calculate`: the carbon footprint of one product from one plant, signed by its manufacturer."""

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
    SupersedingReason,
    Yes,
    show_receipt,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ledger.client.ledger_desk import LedgerDesk
    from ledger.state.drafting import Draft
    from schemas.exchanged.calculation_request import CalculationRequest, Treatment
    from schemas.signed.calculation import Filling, Warranty
    from schemas.signed.rulebook import Rulebook as RulebookFile
    from schemas.vocabulary import Category


EVIDENCE = "a file, salted (the salt is kept beside it, as .salt), or its salted digest."
"""The end of the help of an option that names a document."""


def command(
    site: Annotated[str, typer.Option(help="The plant's site code.")],
    start: Annotated[str, typer.Option(help="The first day of the period, YYYY-MM-DD.")],
    end: Annotated[str, typer.Option(help="The day after the period's last day, YYYY-MM-DD.")],
    factor_sets: FactorSets,
    model: Annotated[
        str | None, typer.Option(help="A battery model's id, as in its entries; needs --capacity.")
    ] = None,
    product: Annotated[
        str | None,
        typer.Option(
            help="Another product's id, as in its entries; the figure is per unit of its line."
        ),
    ] = None,
    capacity: Annotated[
        str | None, typer.Option(help="The usable energy of one battery, kWh.")
    ] = None,
    end_of_life: Annotated[
        list[str],
        typer.Option(
            metavar="DELIVERY[=KG]",
            help="The id of a representative delivery of end-of-life treatment, and the kg of the product that it"
            " treats. Without kg: the remainder. May be repeated; a rulebook that ends at the gate takes none.",
        ),
    ] = [],  # noqa: B006 - typer copies the default
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
    warranty_evidence: Annotated[
        str | None, typer.Option(help=f"The warranty document: {EVIDENCE}")
    ] = None,
    capacity_evidence: Annotated[
        str | None, typer.Option(help=f"The report of the capacity test: {EVIDENCE}")
    ] = None,
    batteries_evidence: Annotated[
        str | None, typer.Option(help=f"What shows the number of batteries: {EVIDENCE}")
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
        str | None,
        typer.Option(help="The battery category: EV, LMT or industrial; EV if none is named."),
    ] = None,
    vehicle_category: Annotated[
        str | None, typer.Option(help="The vehicle category, such as M1, N1, L or M2.")
    ] = None,
    supersedes: Annotated[
        str | None, typer.Option(help="The id of your calculation that this one corrects.")
    ] = None,
    reason: SupersedingReason = None,
    rulebook: Rulebook = None,
    dry_run: Annotated[
        bool,
        typer.Option(
            "--dry-run", help="Compute and show the calculation; sign and submit nothing."
        ),
    ] = False,
    identity: IdentityFolder = DEFAULT_IDENTITY,
    ledger: LedgerFolder = DEFAULT_LEDGER,
    as_json: AsJson = False,
    quiet: Quiet = False,
    yes: Yes = False,
) -> None:
    """Calculate a product's footprint and submit it.

    A battery model (--model, --capacity) has a figure per kWh, any other product (--product) one per unit of its line.
    The calculation covers all entries of it at the plant that end in the period. Any number of calculations may stand
    beside each other; --supersedes names one that was wrong, which is then declared no more. A period shorter than 12
    months makes a study, of which nothing may be declared unless it holds all production. What is to be signed is shown
    first; a person at a terminal is asked.

    Example: cradle calculate --model urn:example:battery:1 --site P9 --start 2025-01-01 --end 2026-01-01
    --capacity 75 --warranty-years 8 --warranty-remaining 0.8 --vehicle-category M1
    --rulebook eu-ev-draft-2024 --factor-set sha256:... --end-of-life sha256:...

    Example: cradle calculate --product urn:example:frame --site F1 --start 2025-01-01 --end 2026-01-01
    --rulebook study-cradle-to-gate-1 --factor-set sha256:...
    """
    from pydantic import ValidationError

    from ledger.cli.backend.ids import parse_superseding
    from ledger.cli.backend.methods import require_rulebook, stored_factor_sets
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import load_identity, require_origin
    from ledger.cli.terminal.calculation import review_calculation, show_calculation
    from ledger.cli.terminal.evidence import evidence_digest
    from ledger.cli.terminal.waiting import waiting
    from ledger.trust.leaves import digest, model_bytes
    from schemas.base import refusal
    from schemas.exchanged.calculation_request import CalculationRequest
    from schemas.values import Period

    signer, rules = load_identity(identity), require_rulebook(rulebook, ledger)
    _check_end_of_life(rules, end_of_life)
    with select_backend(ledger) as backend:
        try:
            request = CalculationRequest(
                issuer=signer.id,
                model=_named(
                    model,
                    product,
                    (capacity, category, vehicle_category, cycle_life),
                    (warranty_years, capacity_evidence, batteries_evidence),
                ),
                site=site,
                period=Period(start=start, end=end),
                category=None if model is None else _category(category or "EV"),
                vehicle_category=vehicle_category,
                capacity_kwh=capacity,
                capacity_evidence=evidence_digest(capacity_evidence),
                batteries_evidence=evidence_digest(batteries_evidence),
                warranties=_warranties(
                    warranty_years, warranty_km, warranty_remaining, warranty_evidence
                ),
                cycle_life=cycle_life,
                rulebook=digest(model_bytes(rules)),
                factor_sets=tuple(
                    sorted(stored_factor_sets(factor_sets, backend, keep=not dry_run))
                ),
                end_of_life=tuple(_treatment(backend, row) for row in end_of_life),
                filling=_filling(transport=fill_transport, mass=fill_mass),
                supersedes=parse_superseding(backend, supersedes, reason),
            )
        except ValidationError as error:
            raise refusal(error) from None
        require_origin(signer, backend.origin())
        with waiting("calculating"):
            draft = _draft(backend.with_method(rules, keep=not dry_run), request)
        if dry_run:
            show_calculation(draft, rules.id, as_json=as_json, quiet=quiet)
            return
        review_calculation(draft, rules.id, quiet=quiet, silent=yes or quiet or as_json)
        backend.keep_method(rules)
        show_receipt(send(backend, signer, draft), as_json=as_json, quiet=quiet)


def _named(
    model: str | None,
    product: str | None,
    unit: "Sequence[str | None]",
    more: "Sequence[str | None]",
) -> str:
    """The battery model or product that the options name; `unit` (capacity first) and `more` are those on a battery.

    Raises:
        CradleError: `option.product`, `option.capacity`.
    """
    from schemas.errors import CradleError

    if (model is None) == (product is None):
        detail = "Name either a battery model (--model) or another product (--product)."
        raise CradleError("option.product", detail, "--product")
    if model is not None:
        if unit[0] is None:
            detail = "The figure of a battery is per kWh; state the usable energy of one with --capacity."
            raise CradleError("option.capacity", detail, "--capacity")
        return model
    if any(option is not None for option in (*unit, *more)):
        detail = (
            "A product has a figure per unit of its line, and no capacity, category or service life; leave these"
            " options out, or name a battery model with --model."
        )
        raise CradleError("option.product", detail, "--product")
    return product or ""


def _warranties(
    years: str | None, km: str | None, remaining: str | None, evidence: str | None
) -> "tuple[Warranty, ...]":
    """The warranty that the options state; empty without options.

    Raises:
        CradleError: `option.warranty`, or as `evidence_digest`.
    """
    from ledger.cli.terminal.evidence import evidence_digest
    from schemas.errors import CradleError
    from schemas.signed.calculation import Warranty

    if years is not None:
        digest = evidence_digest(evidence)
        return (Warranty(years=years, km=km, remaining_energy=remaining, evidence=digest),)
    if (km, remaining, evidence) != (None, None, None):
        detail = "The warranty has no years; add --warranty-years."
        raise CradleError("option.warranty", detail, "--warranty-years")
    return ()


def _category(word: str) -> "Category":
    from ledger.cli.backend.folder import parse_word
    from schemas.vocabulary import Category

    return parse_word(Category, word, "--category")


def _filling(*, transport: bool, mass: bool) -> "Filling | None":
    """The gaps that the options fill; None without options."""
    from schemas.signed.calculation import Filling

    if not (transport or mass):
        return None
    return Filling(transport=transport or None, mass=mass or None)


def _check_end_of_life(rulebook: "RulebookFile", deliveries: list[str]) -> None:
    """Require deliveries of treatment exactly if the rulebook counts end of life.

    Raises:
        CradleError: `option.end_of_life`.
    """
    from schemas.errors import CradleError
    from schemas.vocabulary import CompositionRole

    if rulebook.boundary == "cradle_to_gate" and deliveries:
        detail = f"Rulebook {rulebook.id} ends at the gate and counts no end of life; leave this option out."
        raise CradleError("option.end_of_life", detail, "--end-of-life")
    if CompositionRole.END_OF_LIFE in rulebook.required_roles and not deliveries:
        detail = f"Rulebook {rulebook.id} counts end of life; name a delivery of treatment, or a rulebook that ends at"
        detail += " the gate."
        raise CradleError("option.end_of_life", detail, "--end-of-life")


def _treatment(backend: "LedgerDesk", option: str) -> "Treatment":
    """A delivery, and the kg that follow an equals sign."""
    from ledger.cli.backend.ids import full_id
    from schemas.exchanged.calculation_request import Treatment

    delivery, sign, kg = option.partition("=")
    named = full_id(backend, delivery, "--end-of-life")
    return Treatment(delivery=named, kg=kg if sign else None)


def _draft(desk: "LedgerDesk", request: "CalculationRequest") -> "Draft":
    """The requested calculation, checked against the request, for signing."""
    from ledger.state.drafting import Draft

    proposed = desk.draft_calculation(request)
    return Draft(proposed.calculation, (proposed.composition, *proposed.exact), proposed.remarks)
