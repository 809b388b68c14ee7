"""The draw of a sample: by quota, by site, by weight, from a seed.

The members of a site and relevance are drawn by a stream of their own, so the draw at one site does not depend on the
number of draws at another. The list is in the order in which to examine it: most relevant processes first, of these the
first drawn of each site, then the second ones, and so on. The order of the population does not matter.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, get_args

from ledger.audit.sample.generator import Stream, draw_weighted
from ledger.audit.sample.population import Member
from ledger.audit.sample.quotas import QUOTAS, SiteProcesses, quota, spread
from ledger.rules.samples import sample_seed
from ledger.trust.canonical import canonical
from ledger.trust.leaves import digest
from schemas.signed.commitment import SeedCheckpoint
from schemas.signed.sample import Relevance, Sample, SampleItem, SampleQuota

RULE: Final = "cradle-sample-1"

Stratum = tuple[str, str]
"""An issuer and the code of its site."""


def draw_sample(
    calculation: str,
    commitment: str,
    nonce: str,
    checkpoint: SeedCheckpoint,
    population: Sequence[Member],
) -> Sample:
    """Draw the sample of a calculation.

    Args:
        calculation: its id.
        commitment: the id of the auditor's commitment.
        nonce: that it commits to, 64 hexadecimal digits.
        checkpoint: the state of the entries log whose last leaf is the commitment.
        population: the processes behind the calculation, in any order.
    """
    seed = sample_seed(commitment, nonce, checkpoint)
    quotas, items = list[SampleQuota](), list[SampleItem]()
    for relevance in get_args(Relevance):
        members = [row for row in population if row.relevance == relevance]
        strata = _strata(members)
        count = quota(relevance, len(members))
        drawn = [
            _item(row, len(items) + at)
            for at, row in enumerate(_drawn(seed, relevance, strata, count), 1)
        ]
        quotas.append(
            SampleQuota(
                relevance=relevance,
                share=QUOTAS[relevance].value,
                processes=len(members),
                sites=len(strata),
                drawn=len(drawn),
            )
        )
        items += drawn
    listed = {"items": [row.to_json() for row in items], "rule": RULE}
    return Sample(
        rule=RULE,
        calculation=calculation,
        commitment=commitment,
        checkpoint=checkpoint,
        seed=seed.hex(),
        quotas=tuple(quotas),
        items=tuple(items),
        drawn=digest(canonical(listed)),
    )


def _strata(members: Sequence[Member]) -> Mapping[Stratum, Sequence[Member]]:
    """The members by site, those of a site by their keys."""
    strata: dict[Stratum, list[Member]] = defaultdict(list)
    for row in sorted(members, key=lambda row: row.key):
        strata[row.stratum].append(row)
    return strata


def _drawn(
    seed: bytes, relevance: Relevance, strata: Mapping[Stratum, Sequence[Member]], count: int
) -> Iterator[Member]:
    """The drawn members of one relevance, in the order in which to examine them."""
    sizes = {
        name: SiteProcesses(len(rows), sum(row.weight for row in rows))
        for name, rows in strata.items()
    }
    drawn = list[tuple[int, Stratum, Member]]()
    for name, number in spread(count, sizes, Stream(seed, [relevance])).items():
        weights = [row.weight for row in strata[name]]
        places = draw_weighted(weights, number, Stream(seed, [relevance, *name]))
        drawn += [(turn, name, strata[name][place]) for turn, place in enumerate(places)]
    yield from (row for _, _, row in sorted(drawn, key=lambda row: row[:2]))


def _item(member: Member, order: int) -> SampleItem:
    return SampleItem(
        order=order,
        entry=member.key.entry,
        issuer=member.issuer,
        site=member.site,
        stage=member.key.stage,
        source=member.key.source,
        label=member.key.label,
        rows=member.rows,
        relevance=member.relevance,
        share=member.share,
        weight=member.weight,
        depth=member.depth,
    )
