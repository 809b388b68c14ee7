"""Section `exact` of a calculation: the cells that its header states to 4 digits only."""

from pydantic import model_validator

from schemas.base import Model
from schemas.signed.delivery import Cell, require_cells


class ExactCells(Model):
    """Section `exact` of a calculation: its cells with all their digits; stages and total are their sums."""

    cells: tuple[Cell, ...]

    @model_validator(mode="after")
    def _in_order(self) -> "ExactCells":
        require_cells(self.cells)
        return self
