"""The number of processes to examine, in all and at each site.

PEF asks the verifier for the activity data and datasets of at least 80 % by number of the most relevant processes, and
30 % of all others. The most relevant are those that together exceed 80 % of the sum of absolute contributions. Sites
are the strata: a quota is spread over them in proportion to their processes, and each has at least one where the quota
is at least the number of sites. If it is not, sites are drawn by the weights of their processes. Of sites that lack as
much of their part, the seed decides: a name that its issuer chose gains nothing.
"""

import heapq
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Final, NamedTuple, TypeVar

from ledger.audit.sample.generator import Stream, draw_weighted
from schemas.signed.constants import Constant, Reference
from schemas.signed.sample import Relevance

SOURCE: Final = Reference(
    key="PEF",
    text="Product Environmental Footprint method, Commission Recommendation (EU) 2021/2279, Annex I, as corrected: "
    "most relevant processes, and the checks of the verifier",
)
"""The source of the constants below."""

MOST_RELEVANT_SHARE: Final = Constant(value="0.8", source=SOURCE.key, confidence="text")
"""The share of the sum of absolute contributions that the most relevant processes exceed, if a rulebook states none."""

QUOTAS: Final[Mapping[Relevance, Constant]] = {
    "most_relevant": Constant(value="0.8", source=SOURCE.key, confidence="text"),
    "other": Constant(value="0.3", source=SOURCE.key, confidence="text"),
}
"""The least share, by number, of the processes of each relevance that an auditor examines."""

Site = TypeVar("Site", bound=tuple[str, str])


class SiteProcesses(NamedTuple):
    """The number of a site's processes, and the sum of their weights."""

    number: int
    weight: int


def quota(relevance: Relevance, number: int) -> int:
    """The number of processes to draw of this number; a part of one counts whole."""
    return ceil(Fraction(Decimal(QUOTAS[relevance].value)) * number)


def spread(total: int, sites: Mapping[Site, SiteProcesses], stream: Stream) -> dict[Site, int]:
    """Spread a quota over sites.

    Args:
        total: the quota, at most the number of all processes.
        sites: the strata.
        stream: for the choice among sites.

    Returns:
        The number of draws at each site, at most the number of its processes.
    """
    names = sorted(sites)
    if total < len(names):
        chosen = draw_weighted([sites[name].weight for name in names], total, stream)
        return {name: int(at in chosen) for at, name in enumerate(names)}
    given = dict.fromkeys(names, 1)
    whole = sum(sites[name].number for name in names)
    turns = draw_weighted([1] * len(names), len(names), stream)
    # The site that lacks most of its proportional part comes first, and of equals the first drawn. A site without
    # processes left lacks nothing, and while draws are left another site lacks something.
    lacking = [
        (whole - total * sites[names[at]].number, turn, names[at]) for turn, at in enumerate(turns)
    ]
    heapq.heapify(lacking)
    for _ in range(total - len(names)):
        lack, turn, name = heapq.heappop(lacking)
        given[name] += 1
        heapq.heappush(lacking, (lack + whole, turn, name))
    return given
