"""How many digits a figure has for its readers, and who is given all of them.

A figure is a sum of amounts times factors, and the factors are public. Let n amounts be unknown to a reader, each of k
significant digits, and let m numbers of d digits each be told about them. The numbers tell at most 10^(m d) cases
apart, and there are 10^(n k) recipes: with m d < n k many recipes have the same numbers. Above that bound the shortest
vector of a lattice over the factors is the recipe (Lenstra, Lenstra, Lovász, 1982; the subset sums of Lagarias and
Odlyzko, 1985): one number of 34 digits tells eight amounts of four digits. So every number that a reader is told about
rows of others has `STATED_DIGITS` significant digits, one amount's worth, and m is kept small:

    no oracle        a firm's figure is computed from what others deliver to 4 digits, so asking again, with another
                     capacity or lot, finds no further digit (`ledger.footprint.valuation.told`)
    one rounding     what is said of a signed figure follows from its stated cells, never rounded anew from exact ones
    one channel      the same number is told in the same digits wherever it is read
    few methods      every admitted method is another equation for the same amounts (`methods`)

The operator and an engaged auditor read all digits, and so does the issuer of a figure that rests on its own statements
alone. Left out, because no rounding closes it: a cell that a single flow fills tells that flow to 4 digits.
"""

from ledger.footprint.graph.cells import Cells, StatedCells, parse_cells, state_cells
from ledger.footprint.graph.resolution import Resolution
from schemas.signed.calculation import Calculation


def rests_on_own(issuer: str, resolution: Resolution) -> bool:
    """True if a figure rests on statements of its issuer alone, so that exact digits tell it nothing new."""
    return all(record.entry.issuer == issuer for record in resolution.nodes.values())


def stated_as(calculation: Calculation, exact: Cells, told: Cells) -> StatedCells:
    """What the header of a calculation states: the cells that its issuer can know, to 4 digits.

    The older form states the exact ones.
    """
    is_rounded = calculation.digits is not None
    return state_cells(told if is_rounded else exact, rounded=is_rounded)


def told_cells(calculation: Calculation) -> Cells:
    """The cells of a calculation as everybody is told them; all that is said of the figure is computed from them."""
    return parse_cells(calculation.cells)
