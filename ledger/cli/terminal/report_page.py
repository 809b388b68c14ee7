"""The report of a verification as one HTML file: for an auditor's working papers, to print and to pass on.

The file needs nothing else: it has no script, loads no picture, font or address, and forbids a browser to load any.
Every value is escaped, whoever wrote it. It holds what the text form holds; the JSON form alone is complete.
"""

from decimal import Decimal
from functools import cache
from typing import NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from ledger.audit.report.document_lines import document_words
from ledger.audit.report.figure_lines import (
    evidence,
    per_unit,
    percent,
    shown,
    stated_percent,
    unit_word,
)
from ledger.audit.report.goods_lines import goods_words, sort_goods
from ledger.audit.report.lines import group_findings
from ledger.audit.report.objection_lines import objection_words, sort_objections
from ledger.audit.report.text import verdict_words
from ledger.audit.report.width import names_of, shorten
from ledger.choices.kinds import KINDS
from ledger.footprint.graph.numbers import explained_sum
from schemas.views.report import Finding, Report

HUNDRED = Decimal(100)

FIRST = 100
"""The largest number of findings, goods, choices, objections and assertions listed; the page counts the others."""

MEANINGS = {
    "contradiction": "Two things in the bundle disagree, or your policy does not accept one: exit status 1.",
    "missing": "Something that is named is absent, so what depends on it is unknown: exit status 2.",
    "remark": "An observation that leaves the verdict as it is; decide if it matters to you.",
}


class Bar(NamedTuple):
    """A stage as a bar: `start` and `length` in per cent of the width, a credit left of the zero line."""

    name: str
    value: str
    share: str
    start: str
    length: str
    is_credit: bool


def render_report(report: Report) -> str:
    """Render a report as a page."""
    names = names_of(report)
    environment = _environment().overlay()
    environment.filters["ids"] = lambda text: shorten(str(text), names)
    page = environment.get_template("report.html")
    return page.render(
        report=report,
        names=names,
        unit=per_unit(report),
        per=unit_word(report),
        verdict=verdict_words(report),
        bars=_bars(report),
        zero=_zero(report),
        meanings=MEANINGS,
        groups=_groups(report),
        kinds=KINDS,
        goods=[[*goods_words(row)] for row in sort_goods(report)],
        documents=[[*document_words(row)] for row in report.documents or ()],
        objections=[[*objection_words(row, report)] for row in sort_objections(report)],
        first=FIRST,
    )


def _values(report: Report) -> list[Decimal]:
    return [Decimal(row.value) for row in report.stages or ()]


def _span(values: list[Decimal]) -> tuple[Decimal, Decimal]:
    """The least value, at most zero, and the width of the scale, above zero."""
    low, high = min([Decimal(0), *values]), max([Decimal(0), *values])
    return low, high - low or Decimal(1)


def _zero(report: Report) -> str:
    """The place of zero on the scale, in per cent."""
    low, width = _span(_values(report))
    return f"{-low / width * HUNDRED:.2f}"


def _bars(report: Report) -> list[Bar]:
    values = _values(report)
    low, width = _span(values)
    total = explained_sum(values)
    return [
        Bar(
            name=row.stage.value.replace("_", " "),
            value=shown(row.value),
            share=percent(value, total),
            start=f"{(min(value, Decimal(0)) - low) / width * HUNDRED:.2f}",
            length=f"{abs(value) / width * HUNDRED:.2f}",
            is_credit=value < 0,
        )
        for row, value in zip(report.stages or (), values, strict=True)
    ]


def _groups(report: Report) -> dict[str, list[list[Finding]]]:
    """The findings of each severity, those of one code together."""
    groups = group_findings(report.findings)
    return {
        severity: [group for group in groups if group[0].severity == severity]
        for severity in MEANINGS
    }


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("ledger.cli.terminal"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {"shown": shown, "evidence": evidence, "share": stated_percent}
    return made
