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
    from ledger.client.ledger_desk import LedgerDesk
    from ledger.state.drafting import Draft
    from schemas.exchanged.calculation_request import CalculationRequest


EVIDENCE = "a file, salted (the salt is kept beside it, as .salt), or its salted digest."
"""The end of the help of an option that names a document."""


def command(
    context: typer.Context,
    site: Annotated[
        str | None,
        typer.Option(help="The plant's site code, or the town that you registered for it."),
    ] = None,
    start: Annotated[
        str | None, typer.Option(help="The first day of the period, YYYY-MM-DD.")
    ] = None,
    end: Annotated[
        str | None, typer.Option(help="The day after the period's last day, YYYY-MM-DD.")
    ] = None,
    factor_sets: FactorSets = [],  # noqa: B006 - typer copies the default
    model: Annotated[
        str | None,
        typer.Option(
            help="A battery model, by its id or name as in its entries; needs --capacity."
        ),
    ] = None,
    product: Annotated[
        str | None,
        typer.Option(
            help="Another product, by its id or name as in its entries; the figure is per unit of its line."
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
        bool | None,
        typer.Option(
            "--fill-transport/--no-fill-transport",
            help="Add the rulebook's default transport legs where none is stated.",
        ),
    ] = None,
    fill_mass: Annotated[
        bool | None,
        typer.Option(
            "--fill-mass/--no-fill-mass",
            help="Add goods of unknown origin up to the mass of each entry's outputs.",
        ),
    ] = None,
    category: Annotated[
        str | None,
        typer.Option(help="The battery category: EV, LMT or industrial; EV if none is named."),
    ] = None,
    vehicle_category: Annotated[
        str | None, typer.Option(help="The vehicle category, such as M1, N1, L or M2.")
    ] = None,
    supersedes: Annotated[
        str | None,
        typer.Option(
            help="The id of your calculation that this one corrects; what no option states is taken over from it."
        ),
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
    It covers all entries of the product at the plant that end in the period. Several calculations may
    exist at once; --supersedes names one that was wrong, which can then no longer be declared, and begins from it: what
    no option states is taken over. A period shorter than 12 months makes a study, which may not be declared unless it
    holds all production. Shows what it will sign and asks for confirmation.

    Example: cradle calculate --model urn:example:battery:1 --site P9 --start 2025-01-01 --end 2026-01-01
    --capacity 75 --warranty-years 8 --warranty-remaining 0.8 --vehicle-category M1
    --rulebook eu-ev-draft-2024 --factor-set sha256:... --end-of-life sha256:...

    Example: cradle calculate --supersedes 8e53141293f5 --capacity 77

    Example: cradle calculate --product urn:example:frame --site F1 --start 2025-01-01 --end 2026-01-01
    --rulebook study-cradle-to-gate-1 --factor-set sha256:...
    """
    from ledger.cli.backend.calculation_options import (
        CalculationOptions,
        begin,
        build_request,
        taken_over,
    )
    from ledger.cli.backend.ids import parse_superseding
    from ledger.cli.backend.methods import method_names
    from ledger.cli.backend.select import select_backend
    from ledger.cli.backend.sending import send
    from ledger.cli.keys.identity import load_identity, require_origin
    from ledger.cli.terminal.calculation import review_calculation, show_calculation
    from ledger.cli.terminal.waiting import waiting

    typed = CalculationOptions(
        model=model,
        product=product,
        site=site,
        start=start,
        end=end,
        capacity=capacity,
        category=category,
        vehicle_category=vehicle_category,
        cycle_life=cycle_life,
        warranty_years=warranty_years,
        warranty_km=warranty_km,
        warranty_remaining=warranty_remaining,
        warranty_evidence=warranty_evidence,
        capacity_evidence=capacity_evidence,
        batteries_evidence=batteries_evidence,
        end_of_life=tuple(end_of_life),
        fill_transport=fill_transport,
        fill_mass=fill_mass,
        rulebook=rulebook if supersedes is None or _is_typed(context, "rulebook") else None,
        factor_sets=tuple(factor_sets)
        if supersedes is None or _is_typed(context, "factor_sets")
        else (),
    )
    signer = load_identity(identity)
    with select_backend(ledger) as backend:
        begun = begin(backend, typed, parse_superseding(backend, supersedes, reason))
        rules, silent = begun.rules, yes or quiet or as_json
        request = build_request(backend, signer.id, begun, keep=not dry_run)
        require_origin(signer, backend.origin())
        with waiting("calculating"):
            draft = _draft(backend.with_method(rules, keep=not dry_run), request)
        more = {
            "factor sets": method_names(request.factor_sets, backend),
            **taken_over(typed, begun),
        }
        if dry_run:
            show_calculation(draft, rules.id, more, as_json=as_json, quiet=quiet)
            return
        review_calculation(draft, rules.id, more, quiet=quiet, silent=silent)
        backend.keep_method(rules)
        show_receipt(send(backend, signer, draft), as_json=as_json, quiet=quiet)


def _draft(desk: "LedgerDesk", request: "CalculationRequest") -> "Draft":
    """The requested calculation, checked against the request, for signing."""
    from ledger.state.drafting import Draft

    proposed = desk.draft_calculation(request)
    return Draft(proposed.calculation, (proposed.composition, *proposed.exact), proposed.remarks)


def _is_typed(context: typer.Context, name: str) -> bool:
    """True if an option is on the command line: what comes from a setting does not replace what is taken over."""
    source = context.get_parameter_source(name)
    return source is not None and source.name == "COMMANDLINE"
