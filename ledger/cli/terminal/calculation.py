"""A drafted calculation: for its signer before it is signed, and as the result of a dry run."""

from collections.abc import Mapping
from decimal import Decimal

from ledger.cli.terminal.display import console, print_json
from ledger.cli.terminal.page import print_page
from ledger.cli.terminal.signing import review
from ledger.documents.page import Facts, Page, fact, facts
from ledger.documents.reports.stages import stage_table
from ledger.documents.shown import unit_words
from ledger.state.drafting import Draft
from ledger.trust.leaves import digest
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.kinds import open_section, section_digests
from schemas.signed.statement import Section


def review_calculation(
    draft: Draft, rulebook: str, more: Mapping[str, object], *, quiet: bool, silent: bool
) -> None:
    """Show a drafted calculation to its signer, with `more` terms, and ask a person if it is right.

    Raises:
        CradleError: `confirmation.declined`.
    """
    calculation = _calculation(draft)
    terms = _terms(calculation, rulebook) | dict(more)
    terms |= {row.stage.value: row.value for row in calculation.stages if row.value != "0"}
    figure = f"{calculation.total} {unit_words(calculation)}"
    review(terms, figure, draft.remarks, quiet=quiet, silent=silent)


def show_calculation(
    draft: Draft, rulebook: str, more: Mapping[str, object], *, as_json: bool, quiet: bool
) -> None:
    """Show a drafted calculation that is not signed, as the result: the figure, its stages, the remarks."""
    calculation = _calculation(draft)
    if as_json:
        stored = {digest(data): open_section(Section.parse(data)) for data in draft.sections}
        named = section_digests(calculation).items()
        sections = {name.value: stored[key].to_json() for name, key in named}
        drafted = calculation.to_json()
        print_json({"calculation": drafted, "sections": sections, "remarks": list(draft.remarks)})
        return
    if quiet:
        console.print(calculation.total, markup=False)
        return
    stages = {row.stage.value: Decimal(row.value) for row in calculation.stages}
    blocks = (
        facts(_terms(calculation, rulebook) | dict(more)),
        stage_table(stages, unit_words(calculation)),
        Facts(tuple(fact("remark", remark) for remark in draft.remarks)),
    )
    print_page(Page("A dry run: nothing was signed, submitted or stored.", blocks=blocks))


def _calculation(draft: Draft) -> Calculation:
    """The calculation of a draft.

    Raises:
        CradleError: `draft.differs`.
    """
    if not isinstance(draft.statement, Calculation):
        detail = "The draft is not a calculation; do not sign it."
        raise CradleError("draft.differs", detail)
    return draft.statement


def _terms(calculation: Calculation, rulebook: str) -> dict[str, object]:
    period = calculation.period
    return {
        "model" if calculation.declared_unit is None else "product": calculation.model,
        "site": calculation.site,
        "period": f"{period.start} to {period.end}, not included",
        "rulebook": rulebook,
        "replaces": None if calculation.supersedes is None else calculation.supersedes.id,
        **_unit_terms(calculation),
    }


def _unit_terms(calculation: Calculation) -> dict[str, object]:
    """The number of products, and what one unit of the figure is."""
    declared = calculation.declared_unit
    if declared is not None:
        return {"amount": f"{declared.amount} {declared.unit.value}"}
    battery = calculation.battery
    energy = battery.total_energy
    kwh = (
        energy.numerator
        if energy.denominator == "1"
        else f"{energy.numerator}/{energy.denominator}"
    )
    return {
        "batteries": f"{battery.batteries} of {battery.capacity_kwh} kWh",
        "total energy": f"{kwh} kWh per battery",
    }
