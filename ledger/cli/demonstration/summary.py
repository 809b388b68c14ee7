"""The demo's summary: the figure, its contributions, the coverage of its data, and the list of what is missing.

`result` has the same values for `--json` and `--out FILE`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from shlex import quote

from ledger.audit.report.words import per_unit, unit_word
from ledger.choices.report import conservative_words
from ledger.cli.demonstration.chain import Chain
from ledger.cli.demonstration.outcome import Outcome
from ledger.cli.demonstration.result import per_kg_of
from ledger.cli.terminal.display import (
    console,
    print_stage_bars,
    print_table,
    short,
    show_figure,
    show_percent,
)
from ledger.cli.terminal.page import print_blocks
from ledger.cli.terminal.program import command_line
from ledger.documents.reports.choices import choice_blocks
from ledger.documents.shown import unit_words
from ledger.footprint.analysis.contributions import Contribution, coverage, group_by
from ledger.rulebooks.catalog import mix_set_ids
from schemas.errors import CradleError
from schemas.signed.calculation import Calculation
from schemas.signed.rulebook import Rulebook
from schemas.views.report import Finding

TOP = 10
CASE_MIXES = (
    "In a case folder the columns grid, mix, year and boundary of factors.csv say what is a mix."
)


def unit_of(calculation: Calculation, rulebook: Rulebook) -> str:
    """The unit of a figure under a rulebook."""
    if calculation.unit is not None:
        return unit_words(calculation)
    is_gate = rulebook.boundary == "cradle_to_gate"
    return f"kg CO2e per kWh of {'usable capacity' if is_gate else 'total energy'}"


def print_intensities(chain: Chain, values: Mapping[str, Decimal]) -> None:
    """Print the figure of each output of each site, per unit."""
    case = chain.plan.case
    print_table(
        "Figures, kg CO2e per unit of output",
        ("site", "output", "country", ">figure", "unit"),
        [
            (
                name,
                case.lines[name].output,
                case.sites[case.maker(name)].country,
                show_figure(value),
                f"per {case.lines[name].unit.value}",
            )
            for name, value in values.items()
        ],
    )


def print_outcome(
    chain: Chain, outcome: Outcome, rows: Sequence[Contribution], rulebook: Rulebook
) -> None:
    """Print the declared figure with its comparisons, contributions, coverage, findings and verdict."""
    calculation = outcome.calculation
    case = chain.plan.case
    named = "model" if case.product is None else "product"
    console.print(f"\n{case.name}, {named} {calculation.model}", markup=False)
    console.print(f"rulebook {rulebook.id} ({rulebook.title})\n", markup=False)
    unit = unit_of(calculation, rulebook)
    print_stage_bars({r.stage.value: Decimal(r.value) for r in calculation.stages}, unit)
    if case.battery is not None and rulebook.boundary == "cradle_to_gate":
        per_kg = show_figure(per_kg_of(case.battery, calculation))
        console.print(f"\nper kg of product: {per_kg} kg CO2e", markup=False)
    _print_side_by_side(rulebook, outcome)
    _print_top_sites(chain, rows, outcome)
    _print_coverage(rows)
    _print_choices(chain, outcome)
    _print_findings(chain, outcome)
    _print_missing(rulebook, outcome)
    _print_verdict(outcome, rulebook, unit)


def _print_side_by_side(rulebook: Rulebook, outcome: Outcome) -> None:
    columns = {rulebook.id: outcome.calculation}
    refused: dict[str, CradleError] = {}
    for name, other in outcome.others.items():
        if isinstance(other, CradleError):
            refused[name] = other
        else:
            columns[name] = other
    if len(columns) > 1:
        _print_columns(columns)
    for name, why in refused.items():
        remedy = f" {CASE_MIXES}" if why.code == "electricity.no_mix" else ""
        console.print(f"not under {name}: {why.detail}{remedy}", markup=False)
    for name, changed in outcome.by_consumption.items():
        console.print(_consumption(name, changed, columns[name]), markup=False)
    if outcome.study.end_of_life:
        console.print()
        print_table(
            f"End of life under {rulebook.id}, kg CO2e per kg of pack",
            ("term", ">kg CO2e"),
            [(term.name, show_figure(Decimal(term.value))) for term in outcome.study.end_of_life],
        )


def _consumption(name: str, changed: Calculation, calculation: Calculation) -> str:
    """The figure by a country's consumption mix, which the rulebook prefers to the case's production mix."""
    total, before = Decimal(changed.total), Decimal(calculation.total)
    percent = show_percent(total - before, before)
    options = " ".join(f"--factor-set {factor_set}" for factor_set in mix_set_ids())
    return (
        f"{name} prefers consumption mixes, and the case has production mixes. With those that come with Cradle:"
        f" {show_figure(total)} ({percent}; {options})"
    )


def _print_columns(columns: Mapping[str, Calculation]) -> None:
    """Print the stages of calculations side by side."""
    calculations = list(columns.values())
    by_stage = {
        row.stage.value: [calculation.stages[place].value for calculation in calculations]
        for place, row in enumerate(calculations[0].stages)
    }
    by_stage["total"] = [calculation.total for calculation in calculations]
    console.print()
    print_table(
        "The same data under each rulebook, kg CO2e per kWh",
        ("stage", *(f">{name}" for name in columns)),
        [(name, *(show_figure(Decimal(v)) for v in values)) for name, values in by_stage.items()],
    )


def _print_top_sites(chain: Chain, rows: Sequence[Contribution], outcome: Outcome) -> None:
    total, unit = Decimal(outcome.calculation.total), unit_word(outcome.report)
    sites = chain.plan.case.sites
    by_site = list(group_by(rows, lambda row: row.site).items())[:TOP]
    console.print()
    print_table(
        f"Top {len(by_site)} sites by own contribution",
        ("site", "name", "country", f">kg CO2e per {unit}", ">of total"),
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
    site_of, unit = _names(chain, outcome), unit_word(outcome.report)
    findings = [row for row in outcome.report.findings if row.subject in site_of]
    if findings:
        console.print("\nFound in the data, verdict unchanged", markup=False)
    for row in sorted(
        findings, key=lambda row: (_size(row), row.code, site_of[row.subject], row.detail)
    ):
        effect = f" ({row.effect_kg} kg CO2e per {unit})" if row.effect_kg is not None else ""
        line = f"  - {site_of[row.subject]} {row.code}: {row.detail}{effect}"
        console.print(line, markup=False)


def _size(finding: Finding) -> Decimal:
    """The effect of a finding, so that the largest sorts first."""
    return -Decimal(finding.effect_kg or 0).copy_abs()


def _print_choices(chain: Chain, outcome: Outcome) -> None:
    """Print the conservative figure, and the choices worth most by site."""
    report = outcome.report
    per = per_unit(report).removeprefix("kg CO2e per ")
    line = conservative_words(report.declared_total, report.conservative, report.choices, per)
    if report.choices is not None and line is not None:
        console.print(f"\nConservative figure: {line}", markup=False)
        about = report.declared_total, report.choices, report.sensitivity or ()
        print_blocks(choice_blocks(*about, _names(chain, outcome), unit=unit_word(report)))


def _names(chain: Chain, outcome: Outcome) -> dict[str, str]:
    """The sites of the entries, and the calculation, by their ids."""
    return {
        **{entry: site for site, entry in chain.entries.items()},
        outcome.calculation_id: "calculation",
    }


def _print_missing(rulebook: Rulebook, outcome: Outcome) -> None:
    of_battery = outcome.calculation.declared_unit is None
    declared = of_battery or outcome.declaration is not None
    console.print(f"\nMissing for a real {'declaration' if declared else 'figure'}", markup=False)
    missing = [*rulebook.not_covered]
    if of_battery and rulebook.declarable != "article_7":
        missing.insert(
            0, f"A rulebook that may declare under Article 7; this one says `{rulebook.declarable}`"
        )
    if of_battery:
        missing.append(
            "A conformity number and a public study: those in the demo's declaration are marked as such"
        )
    elif declared:
        missing.append("A public study: that of the demo's declaration is marked as such")
    missing.append(
        "Witnesses: the demo's policy writes a quorum of 0, so one operator could show two histories"
    )
    missing.append("Keys held by the sites themselves: here all of them were made by one hand")
    for line in missing:
        console.print(f"  - {line}", markup=False)


def _print_verdict(outcome: Outcome, rulebook: Rulebook, unit: str) -> None:
    caught = outcome.tampered_report.findings[0]
    report = outcome.report
    console.print()
    rows = [
        _declared(outcome, rulebook),
        ("bundle", str(outcome.bundle)),
        ("policy", str(outcome.policy)),
        ("verdict", f"{report.verdict}: {report.recomputed_total} {unit}"),
        (
            "tampered copy",
            f"{outcome.tampered_report.verdict}, caught by {caught.code}: {caught.detail}",
        ),
        (
            "try",
            command_line(
                f"verify {quote(str(outcome.bundle))} --policy {quote(str(outcome.policy))}"
            ),
        ),
    ]
    for name, value in rows:
        console.print(f"{name:<14} {value}", markup=False)


def _declared(outcome: Outcome, rulebook: Rulebook) -> tuple[str, str]:
    """The declaration, or what there is in its place."""
    of_product = outcome.calculation.declared_unit is not None
    if outcome.declaration is not None:
        under = f" of a product under {rulebook.id}; study.json has its study"
        return "declaration", short(outcome.declaration) + (under if of_product else "")
    if of_product:
        words = f"of a product under {rulebook.id}: study.json has its study"
        return "footprint", f"{words}; --rulebook iso-14067-partial-2018 declares it too"
    exported = "refused under Article 7: exported as study.json, a study and no declaration"
    return "declaration", exported
