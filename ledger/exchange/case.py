"""The content of a case folder: a published supply chain with amounts per unit of output (`case_folder` reads it)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from ledger.exchange.case_rows import Activity, CaseFactor, Fraction, FurtherOutput, Site
from ledger.exchange.case_settings import Battery, Border, CarbonPrice, Cut, Declared, Goods
from schemas.vocabulary import OutputRole

LINE = "main"
"""The line of every main output, and so no id of another output."""


@dataclass(frozen=True)
class Case:
    """The content of a case folder.

    Attributes:
        outputs: the outputs of sites beside their main ones, by id.
        activities: every row, in units of the ledger; `used` leaves out those that a cut names.
        documents: the content of the files that rows name as evidence, by name.
    """

    name: str
    folder: str
    method: str
    sites: Mapping[str, Site]
    outputs: Mapping[str, FurtherOutput]
    activities: tuple[Activity, ...]
    factors: Mapping[str, CaseFactor]
    fractions: tuple[Fraction, ...]
    battery: Battery | None
    product: Goods | None
    cuts: tuple[Cut, ...]
    carbon_prices: tuple[CarbonPrice, ...]
    border: Border | None
    documents: Mapping[str, bytes]

    @property
    def slug(self) -> str:
        """The folder's name as part of an id."""
        return slug(self.folder)

    @property
    def declared(self) -> Declared | None:
        """What the figure of the case is of: a battery or another product; None if every site has its own."""
        return self.battery or self.product

    @cached_property
    def lines(self) -> Mapping[str, Site | FurtherOutput]:
        """All outputs by id; a site's id is that of its main output."""
        return {**self.sites, **self.outputs}

    def maker(self, line: str) -> str:
        """The site that makes an output."""
        row = self.lines[line]
        return row.site if isinstance(row, FurtherOutput) else row.id

    def further(self, site: str) -> tuple[FurtherOutput, ...]:
        """The outputs of a site beside its main one, by id."""
        return tuple(row for _, row in sorted(self.outputs.items()) if row.site == site)

    def made(self, site: str) -> tuple[Site | FurtherOutput, ...]:
        """All outputs of a site, the main one first."""
        return (self.sites[site], *self.further(site))

    def shares(self, site: str) -> bool:
        """True if the site's burdens are allocated to several outputs."""
        return any(row.role is OutputRole.CO_PRODUCT for row in self.further(site))

    @cached_property
    def used(self) -> tuple[Activity, ...]:
        """The rows that no cut leaves out."""
        cut = {(cut.supply, cut.user) for cut in self.cuts}
        return tuple(row for row in self.activities if (row.input, row.site) not in cut)


def slug(name: str) -> str:
    """Replace what an id does not allow: letters, digits, points, dashes and underscores remain."""
    return re.sub(r"[^A-Za-z0-9._-]", "_", name) or "case"
