"""The quality of the data behind a calculation, as one reader may see it. A document, never part of a statement."""

from schemas.signed.quality import DefaultCost, RatedProcess, StudyQuality
from schemas.values import Index, StatementId
from schemas.views.standing import OfFigure


class QualityReport(OfFigure):
    """The quality of the data behind a calculation, and the cost of defaults. A document, never part of a statement.

    `withheld` counts the rows of others, and the prices, that the caller may not see.
    """

    calculation: StatementId
    quality: StudyQuality
    prices: tuple[DefaultCost, ...]
    defaults_in_use: tuple[RatedProcess, ...]
    withheld: Index
