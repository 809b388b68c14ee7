"""The readiness of a figure, from the values behind it: values in, a value out.

Points that bar come first in the document's reading by state, not in its order; a page groups them. Left out: whether a
battery conforms to the law, which no list of points can say.
"""

from collections.abc import Iterator

from ledger.documents.readiness.points import points
from ledger.documents.readiness.source import ReadinessSource
from ledger.rulebooks.application import load_application
from schemas.views.application import BatteryKind
from schemas.views.readiness import DutyDate, Readiness
from schemas.vocabulary import Category

KINDS: dict[Category, BatteryKind] = {
    Category.EV: "EV",
    Category.LMT: "LMT",
    Category.INDUSTRIAL: "industrial",
}
"""The kind of battery whose duties a category has; industrial ones with external storage are dated later."""


def build_readiness(source: ReadinessSource) -> Readiness:
    """The points and duties of a figure."""
    calculation = source.declared.calculation
    return Readiness(
        calculation=source.declared.id,
        issuer=calculation.issuer,
        model=calculation.model,
        site=calculation.site,
        period=calculation.period,
        points=tuple(points(source)),
        duties=tuple(_duties(KINDS[calculation.battery.category])),
        law_as_of=load_application().as_of,
    )


def _duties(kind: BatteryKind) -> Iterator[DutyDate]:
    for row in load_application().rows:
        if row.category == kind:
            yield DutyDate(
                category=row.category,
                duty=row.duty,
                not_before=row.not_before,
                months=row.months,
                confidence=row.confidence,
            )
