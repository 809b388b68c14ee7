"""Groups of countries that a document may name in place of one.

`EU` is the 27 member states of the European Union since 1 February 2020.
"""

from typing import Final

EU: Final = "EU"

EU_COUNTRIES = frozenset(
    """
    AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK
    """.split()  # noqa: SIM905 - a table of codes reads best as text
)
