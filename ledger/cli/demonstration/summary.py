"""The demo's summary: the figure, its contributions, the coverage of its data, and the list of what is missing.

The same values go to `--out FILE`, unrounded, as strings.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from ledger.choices.report import choice_lines, conservative_line, range_lines
from ledger.cli.demonstration.battery import Outcome
from ledger.cli.demonstration.chain import Chain
from ledger.cli.terminal.display import (
    console,
    print_stage_bars,
    print_table,
    short,
    show_figure,
    show_percent,
)
from ledger.exchange.case_statements import LINE
from ledger.footprint.analysis.contributions import Contribution, coverage, group_by
from ledger.footprint.graph.cells import total_of
from ledger.footprint.graph.numbers import EXPLAIN, format_decimal
from ledger.footprint.valuation.figure import Figures
from schemas.errors import CradleError
from schemas.report import Finding
from schemas.rulebook import Rulebook

TOP = 10
CASE_MIXES = (
    "In a case folder the columns grid, mix, year and boundary of factors.csv say what is a mix."
)
UNIT = "kg CO2e per kWh of total energy"


def intensities(chain: Chain, figures: Figures) -> dict[str, Decimal]:
    """kg CO2e per unit of each site's output, net of avoided lines."""
    found = {}
    for site, entry in chain.entries.items():
        line = figures.line(entry, LINE)
        if line is not None:
            found[site] = total_of(line.cells)
    return found


def to_json(
    chain: Chain, values: Mapping[str, Decimal], outcome: Outcome | None
) -> dict[str, object]:
    """The demo's result for a program."""
    result: dict[str, object] = {
        "entries": len(chain.entries),
        "sites": len(chain.plan.case.sites),
        "intensities": {site: format_decimal(value) for site, value in sorted(values.items())},
        "findings": [],
    }
    if outcome is None:
        return result
    calculation, report = outcome.calculation, outcome.report
    energy = calculation.total_energy
    kwh = EXPLAIN.divide(Decimal(energy.numerator), Decimal(energy.denominator))
    return result | {
        "declaration": {
            "id": outcome.declaration or outcome.calculation_id,
            "total": calculation.total,
            "stages": {row.stage.value: row.value for row in calculation.stages},
            "total_energy_kwh": format_decimal(kwh),
        }
        | _study_fields(outcome),
        "bundle": str(outcome.bundle.resolve()),
        "policy": str(outcome.policy.resolve()),
        "verified": report.exit_code == 0,
        "tampered_refused": outcome.tampered_report.exit_code != 0,
        "findings": [
            {"code": row.code, "subject": row.subject}
            | ({"effect_kg": row.effect_kg} if row.effect_kg is not None else {})
            for row in report.findings
        ],
    }


def _study_fields(outcome: Outcome) -> dict[str, object]:
    """The terms of end of life per kg of pack; marked as a study if nothing may be declared."""
    terms = {term.name: term.value for term in outcome.study.end_of_life}
    if outcome.declaration is not None:
        return {"terms": terms}
    return {"study": True, "terms": terms, "missing": list(outcome.study.missing)}


def print_intensities(chain: Chain, values: Mapping[str, Decimal]) -> None:
    """Print the figure of each site, per unit of its output."""
    sites = chain.plan.case.sites
    print_table(
        "Figures, kg CO2e per unit of output",
        ("site", "output", "country", ">figure", "unit"),
        [
            (s, sites[s].output, sites[s].country, show_figure(v), f"per {sites[s].unit.value}")
            for s, v in values.items()
        ],
    )


def print_outcome(
    chain: Chain, outcome: Outcome, rows: Sequence[Contribution], rulebook: Rulebook
) -> None:
    """Print the declared figure with its comparisons, contributions, coverage, findings and verdict."""
    calculation = outcome.calculation
    case = chain.plan.case
    console.print(f"\n{case.name}, model {calculation.model}", markup=False)
    console.print(f"rulebook {rulebook.id} ({rulebook.title})\n", markup=False)
    print_stage_bars({r.stage.value: Decimal(r.value) for r in calculation.stages}, UNIT)
    _print_side_by_side(rulebook, outcome)
    _print_top_sites(chain, rows, Decimal(calculation.total))
    _print_coverage(rows)
    _print_choices(chain, outcome)
    _print_findings(chain, outcome)
    _print_missing(rulebook)
    _print_verdict(outcome)


def _print_side_by_side(rulebook: Rulebook, outcome: Outcome) -> None:
    columns = {rulebook.id: outcome.calculation}
    refused: dict[str, CradleError] = {}
    for name, found in outcome.others.items():
        if isinstance(found, CradleError):
            refused[name] = found
        else:
            columns[name] = found
    by_stage = {
        row.stage.value: [found.stages[place].value for found in columns.values()]
        for place, row in enumerate(outcome.calculation.stages)
    }
    by_stage["total"] = [found.total for found in columns.values()]
    console.print()
    print_table(
        "The same data under each rulebook, kg CO2e per kWh",
        ("stage", *(f">{name}" for name in columns)),
        [(name, *(show_figure(Decimal(v)) for v in values)) for name, values in by_stage.items()],
    )
    for name, why in refused.items():
        console.print(f"not under {name}: {why.detail} {CASE_MIXES}", markup=False)
    console.print()
    print_table(
        f"End of life under {rulebook.id}, kg CO2e per kg of pack",
        ("term", ">kg CO2e"),
        [(term.name, show_figure(Decimal(term.value))) for term in outcome.study.end_of_life],
    )


def _print_top_sites(chain: Chain, rows: Sequence[Contribution], total: Decimal) -> None:
    sites = chain.plan.case.sites
    by_site = list(group_by(rows, lambda row: row.site).items())[:TOP]
    console.print()
    print_table(
        f"Top {len(by_site)} sites by own contribution",
        ("site", "name", "country", ">kg CO2e per kWh", ">of total"),
        [
            (s, sites[s].name, sites[s].country, show_figure(v), show_percent(v, total))
            for s, v in by_site
        ],
    )


def _print_coverage(rows: Sequence[Contribution]) -> None:
    shares = [
        ("basis of entries", name, share)
        for name, share in coverage(rows, lambda r: r.basis.value).items()
    ]
    shares += [
        ("source of rows", name, share)
        for name, share in coverage(rows, lambda r: r.source).items()
    ]
    console.print()
    print_table(
        "Coverage, shares of the sum of absolute contributions",
        ("by", "word", ">share"),
        [(kind, word, show_percent(share, Decimal(1))) for kind, word, share in shares],
    )


def _print_findings(chain: Chain, outcome: Outcome) -> None:
    """Print the findings of the verification by site, and those in the calculation."""
    site_of = _names(chain, outcome)
    console.print("\nFound in the data, verdict unchanged", markup=False)
    found = [row for row in outcome.report.findings if row.subject in site_of]
    for row in sorted(
        found, key=lambda row: (_size(row), row.code, site_of[row.subject], row.detail)
    ):
        effect = f" ({row.effect_kg} kg CO2e per kWh)" if row.effect_kg is not None else ""
        line = f"  - {site_of[row.subject]} {row.code}: {row.detail}{effect}"
        console.print(line, markup=False)


def _size(finding: Finding) -> Decimal:
    """The effect of a finding, so that the largest sorts first."""
    return -Decimal(finding.effect_kg or 0).copy_abs()


def _print_choices(chain: Chain, outcome: Outcome) -> None:
    """Print the conservative figure, and the choices worth most by site."""
    report = outcome.report
    line = conservative_line(report.declared_total, report.conservative)
    if report.choices is not None and line is not None:
        console.print(f"\nConservative figure: {line}", markup=False)
        names = _names(chain, outcome)
        for shown in (
            *choice_lines(report.declared_total, report.choices, names),
            *range_lines(report.sensitivity or ()),
        ):
            console.print(shown, markup=False)


def _names(chain: Chain, outcome: Outcome) -> dict[str, str]:
    """The sites of the entries, and the calculation, by their ids."""
    return {
        **{entry: site for site, entry in chain.entries.items()},
        outcome.calculation_id: "calculation",
    }


def _print_missing(rulebook: Rulebook) -> None:
    console.print("\nMissing for a real declaration", markup=False)
    missing = [*rulebook.not_covered]
    if rulebook.declarable != "article_7":
        missing.insert(
            0, f"A rulebook that may declare under Article 7; this one says `{rulebook.declarable}`"
        )
    missing.append(
        "A conformity number and a public study: those in the demo's declaration are marked as such"
    )
    missing.append(
        "Witnesses: the demo's policy writes a quorum of 0, so one operator could show two histories"
    )
    missing.append("Keys held by the sites themselves: here all of them were made by one hand")
    for line in missing:
        console.print(f"  - {line}", markup=False)


def _print_verdict(outcome: Outcome) -> None:
    caught = outcome.tampered_report.findings[0]
    report = outcome.report
    console.print()
    rows = [
        ("declaration", short(outcome.declaration))
        if outcome.declaration is not None
        else (
            "declaration",
            "refused under Article 7: exported as study.json, a study and no declaration",
        ),
        ("bundle", str(outcome.bundle)),
        ("policy", str(outcome.policy)),
        ("verdict", f"{report.verdict}: {report.recomputed_total} {UNIT}"),
        (
            "tampered copy",
            f"{outcome.tampered_report.verdict}, caught by {caught.code}: {caught.detail}",
        ),
        ("try", f"cradle verify {outcome.bundle} --policy {outcome.policy}"),
    ]
    for name, value in rows:
        console.print(f"{name:<14} {value}", markup=False)
