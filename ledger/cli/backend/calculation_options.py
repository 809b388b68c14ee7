"""The request of `cradle calculate`: what its options state, and for the rest what the replaced calculation states.

A calculation that replaces another begins from it: an option that is not given is taken over, and shown before
signing. A setting is not an option that is given, so it comes after what is taken over. The rows of the composition
that no option can state, and the exclusions, are taken over as they are. Left out of what is taken over: treatment at
the end of life where the rulebook ends at the gate.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pydantic import ValidationError

from ledger.cli.backend.folder import parse_word
from ledger.cli.backend.ids import full_id
from ledger.cli.backend.methods import load_named_rulebook, require_name, stored_factor_sets
from ledger.cli.backend.names import product_id, site_code
from ledger.cli.backend.typed_options import TypedOptions
from ledger.cli.terminal.evidence import evidence_digest
from ledger.client.ledger_desk import LedgerDesk
from ledger.service.answers.restated import request_of
from ledger.trust.leaves import digest, model_bytes
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import Calculation, Composition, Filling, Warranty
from schemas.signed.rulebook import Rulebook
from schemas.signed.statement import Kind, SectionName, Superseding
from schemas.values import Period
from schemas.vocabulary import Category, CompositionRole

_OF_BATTERIES: Final = frozenset(
    {"capacity", "category", "vehicle_category", "cycle_life", "warranty_years"}
    | {"capacity_evidence", "batteries_evidence"}
)


@dataclass(frozen=True, slots=True)
class CalculationOptions(TypedOptions):
    """The options that state a calculation, as they are typed; None or empty where none is given."""

    model: str | None = None
    product: str | None = None
    site: str | None = None
    start: str | None = None
    end: str | None = None
    capacity: str | None = None
    category: str | None = None
    vehicle_category: str | None = None
    cycle_life: str | None = None
    warranty_years: str | None = None
    warranty_km: str | None = None
    warranty_remaining: str | None = None
    warranty_evidence: str | None = None
    capacity_evidence: str | None = None
    batteries_evidence: str | None = None
    end_of_life: Sequence[str] = ()
    fill_transport: bool | None = None
    fill_mass: bool | None = None
    rulebook: str | None = None
    factor_sets: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Begun:
    """A calculation before it is requested: its options, the rulebook, and what it replaces.

    Attributes:
        before: what the replaced calculation asserts.
    """

    options: CalculationOptions
    rules: Rulebook
    replaced: Superseding | None = None
    before: CalculationRequest | None = None


def begin(backend: LedgerDesk, typed: CalculationOptions, replaced: Superseding | None) -> Begun:
    """The options of a calculation, with those of the one that it replaces where none is typed.

    Raises:
        CradleError: `option.rulebook` without any, `section.withheld` for another firm's calculation, `remote.answer`
            for another kind of statement, or as `load_named_rulebook`.
    """
    if replaced is None:
        return Begun(typed, load_named_rulebook(require_name(typed.rulebook), backend))
    read = backend.statement(replaced.id, Kind.CALCULATION)
    composition = read.section(SectionName.COMPOSITION, Composition)
    before = request_of(read.payload(Calculation), composition)
    rules = load_named_rulebook(typed.rulebook or before.rulebook, backend)
    kept = options_of(before, ends_at_gate=rules.boundary == "cradle_to_gate")
    if typed.model is not None or typed.product is not None:
        kept = replace(kept, model=None, product=None)
    options: CalculationOptions = replace(kept, **typed.given())
    return Begun(options, rules, replaced, before)


def options_of(request: CalculationRequest, *, ends_at_gate: bool) -> CalculationOptions:
    """The options that state what a request does; several warranties are no options and are left out."""
    warranty = request.warranties[0] if len(request.warranties) == 1 else None
    treated = () if ends_at_gate else request.end_of_life
    filling = request.filling or Filling()
    battery = request.category is not None
    return CalculationOptions(
        model=request.model if battery else None,
        product=None if battery else request.model,
        site=request.site,
        start=request.period.start,
        end=request.period.end,
        capacity=request.capacity_kwh,
        category=None if request.category is None else request.category.value,
        vehicle_category=request.vehicle_category,
        cycle_life=request.cycle_life,
        warranty_years=None if warranty is None else warranty.years,
        warranty_km=None if warranty is None else warranty.km,
        warranty_remaining=None if warranty is None else warranty.remaining_energy,
        warranty_evidence=None if warranty is None else warranty.evidence,
        capacity_evidence=request.capacity_evidence,
        batteries_evidence=request.batteries_evidence,
        end_of_life=tuple(f"{it.delivery}={it.kg}" if it.kg else it.delivery for it in treated),
        fill_transport=filling.transport,
        fill_mass=filling.mass,
        rulebook=request.rulebook,
        factor_sets=request.factor_sets,
    )


def taken_over(typed: CalculationOptions, begun: Begun) -> dict[str, object]:
    """What is taken over, as lines for the signer; the rulebook and the factor sets are shown in any case."""
    terms = typed.taken_over(begun.options, {"rulebook", "factor_sets"})
    if begun.before is not None:
        excluded, rows = begun.before.exclusions, begun.before.rows
        terms["left out, as before"] = "; ".join(f"{it.entry}: {it.reason}" for it in excluded)
        terms["parts, as before"] = ", ".join(row.entry or row.delivery or "" for row in rows)
        if begun.options.warranty_years is None:
            years = (row.years for row in _several(begun))
            terms["warranties, as before"] = ", ".join(f"{number} years" for number in years)
    return {name: text for name, text in terms.items() if text}


def build_request(
    backend: LedgerDesk, issuer: str, begun: Begun, *, keep: bool
) -> CalculationRequest:
    """The request that the options state, with names and ids completed.

    Args:
        backend: the ledger.
        issuer: the manufacturer.
        begun: the options, the rulebook, and what is replaced.
        keep: False if no factor set may be stored.

    Raises:
        CradleError: `option.*`, `name.*`, a rule of the request, or as `stored_factor_sets`.
    """
    options, rules, before = begun.options, begun.rules, begun.before
    _check_end_of_life(rules, options.end_of_life)
    named = _subject(backend, issuer, options)
    if options.site is None:
        raise _missing("site")
    battery = options.model is not None
    try:
        return CalculationRequest(
            issuer=issuer,
            model=named,
            site=site_code(backend, issuer, options.site, "--site"),
            period=_period(options),
            category=_category(options.category or "EV") if battery else None,
            vehicle_category=options.vehicle_category,
            capacity_kwh=options.capacity,
            capacity_evidence=evidence_digest(options.capacity_evidence),
            batteries_evidence=evidence_digest(options.batteries_evidence),
            warranties=_warranties(options) or _several(begun),
            cycle_life=options.cycle_life,
            rulebook=digest(model_bytes(rules)),
            factor_sets=_factor_sets(backend, options, keep=keep),
            end_of_life=tuple(_treatment(backend, row) for row in options.end_of_life),
            rows=() if before is None else before.rows,
            exclusions=() if before is None else before.exclusions,
            filling=_filling(options),
            supersedes=begun.replaced,
        )
    except ValidationError as error:
        raise refusal(error) from None


def _missing(name: str) -> CradleError:
    detail = (
        f"A calculation needs --{name}; state it, or name with --supersedes the calculation that this"
        " one replaces."
    )
    return CradleError("option.missing", detail, f"--{name}")


def _period(options: CalculationOptions) -> Period:
    if options.start is None or options.end is None:
        raise _missing("start" if options.start is None else "end")
    return Period(start=options.start, end=options.end)


def _factor_sets(
    backend: LedgerDesk, options: CalculationOptions, *, keep: bool
) -> tuple[str, ...]:
    if not options.factor_sets:
        raise _missing("factor-set")
    return tuple(sorted(stored_factor_sets(options.factor_sets, backend, keep=keep)))


def _subject(backend: LedgerDesk, issuer: str, options: CalculationOptions) -> str:
    """The battery model or product that the options name.

    Raises:
        CradleError: `option.product`, `option.capacity`, or as `product_id`.
    """
    if (options.model is None) == (options.product is None):
        detail = "Name either a battery model (--model) or another product (--product)."
        raise CradleError("option.product", detail, "--product")
    if options.model is not None:
        if options.capacity is None:
            detail = "The figure of a battery is per kWh; state the usable energy of one with --capacity."
            raise CradleError("option.capacity", detail, "--capacity")
        return product_id(backend, issuer, options.model, "--model")
    if options.given().keys() & _OF_BATTERIES:
        detail = (
            "A product has a figure per unit of its line, and no capacity, category or service life; leave these"
            " options out, or name a battery model with --model."
        )
        raise CradleError("option.product", detail, "--product")
    return product_id(backend, issuer, options.product or "", "--product")


def _warranties(options: CalculationOptions) -> tuple[Warranty, ...]:
    """The warranty that the options state; empty without options.

    Raises:
        CradleError: `option.warranty`, or as `evidence_digest`.
    """
    years, evidence = options.warranty_years, options.warranty_evidence
    km, remaining = options.warranty_km, options.warranty_remaining
    if years is not None:
        digest_of = evidence_digest(evidence)
        return (Warranty(years=years, km=km, remaining_energy=remaining, evidence=digest_of),)
    if (km, remaining, evidence) != (None, None, None):
        detail = "The warranty has no years; add --warranty-years."
        raise CradleError("option.warranty", detail, "--warranty-years")
    return ()


def _several(begun: Begun) -> tuple[Warranty, ...]:
    """The warranties of what is replaced, if they are several and so no options."""
    kept = () if begun.before is None else begun.before.warranties
    return kept if len(kept) > 1 else ()


def _category(word: str) -> Category:
    return parse_word(Category, word, "--category")


def _filling(options: CalculationOptions) -> Filling | None:
    """The gaps that the options fill; None if they fill none."""
    transport, mass = options.fill_transport or None, options.fill_mass or None
    return Filling(transport=transport, mass=mass) if transport or mass else None


def _check_end_of_life(rulebook: Rulebook, deliveries: Sequence[str]) -> None:
    """Require deliveries of treatment exactly if the rulebook counts end of life.

    Raises:
        CradleError: `option.end_of_life`.
    """
    if rulebook.boundary == "cradle_to_gate" and deliveries:
        detail = f"Rulebook {rulebook.id} ends at the gate and counts no end of life; leave this option out."
        raise CradleError("option.end_of_life", detail, "--end-of-life")
    if CompositionRole.END_OF_LIFE in rulebook.required_roles and not deliveries:
        detail = f"Rulebook {rulebook.id} counts end of life; name a delivery of treatment, or a rulebook that ends at"
        detail += " the gate."
        raise CradleError("option.end_of_life", detail, "--end-of-life")


def _treatment(backend: LedgerDesk, option: str) -> Treatment:
    """A delivery, and the kg that follow an equals sign."""
    delivery, sign, kg = option.partition("=")
    named = full_id(backend, delivery, "--end-of-life")
    return Treatment(delivery=named, kg=kg if sign else None)
