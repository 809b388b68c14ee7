"""Embedded emissions and certificates of goods at the carbon border as a page, and as blocks for the demo."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.documents.page import Block, Fact, Facts, Page, fact, table
from ledger.documents.shown import percent, short
from ledger.footprint.graph.numbers import show_figure
from schemas.views.cbam_import import CbamImport
from schemas.views.cbam_result import CbamReport, CbamResult, PrecursorResult

_STANDINGS = {
    "same_installation": "same installation",
    "verified": "verified",
    "exempt": "exempt country",
    "default": "by default",
    "not_covered": "no good of the border",
}
GOODS = ("site", "code", ">direct", ">indirect", ">by default", ">free allocation", ">net")
MADE_OF = ("delivery", "code", "country", ">t/t", "emissions", "free allocation")
CERTIFICATES = (
    "code",
    ">tonnes",
    ">certificates",
    ">EUR",
    ">EUR by default",
    ">proof is worth, EUR",
)


def layout_border(report: CbamReport, imported: CbamImport | None) -> Page:
    """The page of an entry's goods, and of the certificates of an import if one is asked for."""
    certificates = () if imported is None else import_blocks(imported)
    return Page("Goods at the carbon border", blocks=[*goods_blocks(report.goods), *certificates])


def goods_blocks(results: Iterable[CbamResult]) -> Iterator[Block]:
    """The quantities of goods per tonne, and what each is made of."""
    listed = list(results)
    yield table("Carbon border, t CO2e per tonne of the good", GOODS, map(_good, listed))
    for row in listed:
        if row.precursors:
            made_of = map(_precursor, row.precursors)
            yield table(f"Made of, per tonne from {row.site}", MADE_OF, made_of)
        yield Facts(tuple(_remarks(row)))


def _good(row: CbamResult) -> tuple[str, ...]:
    return (
        row.site,
        row.cn if row.route is None else f"{row.cn} ({row.route})",
        _show(row.see_direct),
        "not stated" if row.see_indirect is None else _show(row.see_indirect),
        percent(Decimal(row.default_share)),
        _show(row.sefa),
        _show(row.net),
    )


def _remarks(row: CbamResult) -> Iterator[Fact]:
    yield from (fact("remark", remark) for remark in row.remarks)
    if row.sefa_joint not in {None, row.sefa}:
        joint, alone = _show(row.sefa_joint), _show(row.sefa)
        words = f"As one process, {row.site} has {joint} of free allocation in place of {alone}."
        yield fact("joint process", words)


def _precursor(row: PrecursorResult) -> tuple[str, ...]:
    code, tonnes = row.cn or "none", _show(row.tonnes)
    standings = _STANDINGS[row.standing], _STANDINGS[row.sefa_standing]
    return short(row.delivery), code, _country(row), tonnes, *standings


def _country(row: PrecursorResult) -> str:
    """The country of the maker's site, and the one whose default counts if it is another."""
    other = row.default_country
    return row.country if other in {None, row.country} else f"{row.country}, as {other}"


def import_blocks(imported: CbamImport) -> Iterator[Block]:
    """The certificates of an import and their cost, by data and by default, and what was assumed."""
    title = f"Certificates at {imported.certificate_eur} EUR ({imported.certificate_day})"
    rows = [
        (
            row.cn,
            row.tonnes,
            _show(row.certificates),
            *(_show(value, 8) for value in (row.eur, row.eur_by_default, row.worth_of_proof_eur)),
        )
        for row in imported.goods
    ]
    yield table(title, CERTIFICATES, rows)
    yield Facts(tuple(fact("assumed", sentence) for sentence in imported.assumptions))


def _show(value: str | None, digits: int = 6) -> str:
    return "none" if value is None else show_figure(Decimal(value), digits)
