"""Embedded emissions and certificates as tables: what `cradle cbam` and the demo print."""

from collections.abc import Iterable
from decimal import Decimal

from ledger.cli.terminal.display import console, print_table, short, show_figure, show_percent
from ledger.footprint.graph.numbers import ONE
from schemas.views.cbam_import import CbamImport
from schemas.views.cbam_result import CbamResult, PrecursorResult

_STANDINGS = {
    "same_installation": "same installation",
    "verified": "verified",
    "exempt": "exempt country",
    "default": "by default",
    "not_covered": "no good of the border",
}


def print_results(results: Iterable[CbamResult]) -> None:
    """Print the quantities of goods per tonne, and what each is made of."""
    listed = list(results)
    print_table(
        "Carbon border, t CO2e per tonne of the good",
        ("site", "code", ">direct", ">indirect", ">by default", ">free allocation", ">net"),
        [
            (
                row.site,
                row.cn if row.route is None else f"{row.cn} ({row.route})",
                _show(row.see_direct),
                "not stated" if row.see_indirect is None else _show(row.see_indirect),
                show_percent(Decimal(row.default_share), ONE),
                _show(row.sefa),
                _show(row.net),
            )
            for row in listed
        ],
    )
    for row in listed:
        _print_precursors(row)
        for remark in row.remarks:
            console.print(f"{'remark':<14} {remark}", markup=False)
        if row.sefa_joint not in {None, row.sefa}:
            console.print(
                f"{'joint process':<14} As one process, {row.site} has {_show(row.sefa_joint)} of free allocation"
                f" in place of {_show(row.sefa)}.",
                markup=False,
            )


def _print_precursors(result: CbamResult) -> None:
    if result.precursors:
        print_table(
            f"Made of, per tonne from {result.site}",
            ("delivery", "code", "country", ">t/t", "emissions", "free allocation"),
            [
                (
                    short(row.delivery),
                    row.cn or "none",
                    _country(row),
                    _show(row.tonnes),
                    _STANDINGS[row.standing],
                    _STANDINGS[row.sefa_standing],
                )
                for row in result.precursors
            ],
        )


def _country(row: PrecursorResult) -> str:
    """The country of the maker's site, and the one whose default stands in if it is another."""
    other = row.default_country
    return row.country if other in {None, row.country} else f"{row.country}, as {other}"


def print_import(imported: CbamImport) -> None:
    """Print the certificates of an import and their cost, by data and by default, and what was assumed."""
    print_table(
        f"Certificates at {imported.certificate_eur} EUR ({imported.certificate_day})",
        ("code", ">tonnes", ">certificates", ">EUR", ">EUR by default", ">proof is worth, EUR"),
        [
            (
                row.cn,
                row.tonnes,
                _show(row.certificates),
                _show(row.eur, 8),
                _show(row.eur_by_default, 8),
                _show(row.worth_of_proof_eur, 8),
            )
            for row in imported.goods
        ],
    )
    for sentence in imported.assumptions:
        console.print(f"{'assumed':<14} {sentence}", markup=False)


def _show(value: str | None, digits: int = 6) -> str:
    return "none" if value is None else show_figure(Decimal(value), digits)
