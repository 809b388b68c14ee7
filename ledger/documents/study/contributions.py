"""Contributions to a figure: by stage, sub-category, process, country and site, and carbon beside the figure.

PEF reports the sub-categories of climate change apart where one is above 5 % of the total (Recommendation (EU)
2021/2279, Annex I, line 1445 of a transcription). A process or country of fewer than three firms is told in steps of a
twentieth of the figure, but for the operator and the auditor. Sites are shown to a manufacturer as far as they are its
own, and to the public not at all.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from ledger.documents.study.context import StudyContext
from ledger.footprint.analysis.contributions import Contribution, group_by
from ledger.footprint.graph.cells import exact_sum, groups_of
from ledger.footprint.graph.numbers import EXACT, EXPLAIN, ZERO
from schemas.views.study_results import (
    CarbonItems,
    Contributions,
    CountryContribution,
    GroupContribution,
    Offsets,
    ProcessContribution,
    SiteContribution,
    StageContribution,
)
from schemas.vocabulary import Group, ProcessCode, Sign, Stage

APART = Decimal("0.05")
"""The share of the total above which PEF reports a sub-category apart."""


def state_contributions(context: StudyContext) -> Contributions:
    """The total by stage, sub-category, process, country and site."""
    return Contributions(
        stages=tuple(_stages(context)),
        groups=tuple(_groups(context)),
        processes=tuple(_processes(context)),
        countries=tuple(_countries(context)),
        sites=tuple(_sites(context)),
    )


def _stages(context: StudyContext) -> Iterator[StageContribution]:
    """Burdens and credits by the declared cells; a stage without cells is left out."""
    net = {row.stage: row.value for row in context.calculation.stages}
    for stage in Stage:
        sums = {sign: _cells_of(context, stage, sign) for sign in Sign}
        if any(sums.values()):
            yield StageContribution(
                stage=stage,
                burdens=context.signed_value(exact_sum(sums[Sign.BURDEN])),
                credits=context.signed_value(exact_sum(sums[Sign.CREDIT])),
                percent=context.percent(net[stage]),
            )


def _cells_of(context: StudyContext, stage: Stage, sign: Sign) -> list[Decimal]:
    return [
        value
        for key, value in context.cells.items()
        if key.stage is stage and key.sign is sign and value
    ]


def _groups(context: StudyContext) -> Iterator[GroupContribution]:
    """The sub-categories, and what the factors do not split; nothing if they split none of it."""
    limit = EXPLAIN.multiply(APART, Decimal(context.calculation.total).copy_abs())
    sums = groups_of(context.cells)
    if set(sums) == {Group.UNSPECIFIED}:
        return
    for group in Group:
        if group in sums:
            kg = context.signed_value(sums[group])
            yield GroupContribution(
                group=group,
                kg=kg,
                percent=context.percent(kg),
                apart=is_apart(group, sums, limit),
            )


def is_apart(group: Group, sums: Mapping[Group, Decimal], limit: Decimal) -> bool | None:
    """True if PEF reports a sub-category apart; None if what the factors do not split could decide it."""
    if group is Group.UNSPECIFIED:
        return None
    size, unsplit = sums[group].copy_abs(), sums.get(Group.UNSPECIFIED, ZERO).copy_abs()
    if size <= limit < EXACT.add(size, unsplit):
        return None
    return size > limit


def _processes(context: StudyContext) -> Iterator[ProcessContribution]:
    def key(row: Contribution) -> str:
        return f"{row.key.stage.value} {context.record(row.entry).entry.process.value}"

    stepped = context.in_steps(key)
    for name, value in group_by(context.contributions, key).items():
        stage, _, code = name.partition(" ")
        kg = context.sum_value(value, is_stepped=name in stepped)
        yield ProcessContribution(
            stage=Stage(stage),
            process=ProcessCode(code),
            kg=kg,
            percent=context.percent(kg),
        )


def _countries(context: StudyContext) -> Iterator[CountryContribution]:
    def key(row: Contribution) -> str:
        return row.country

    stepped = context.in_steps(key)
    for country, value in group_by(context.contributions, key).items():
        kg = context.sum_value(value, is_stepped=country in stepped)
        yield CountryContribution(country=country, kg=kg, percent=context.percent(kg))


def _sites(context: StudyContext) -> Iterator[SiteContribution]:
    """The entries that the reader sees; an own part is exact, because it is the reader's."""
    for name, value in group_by(context.contributions, lambda row: row.entry).items():
        if context.shows(name):
            kg, entry = context.own_value(value), context.record(name).entry
            yield SiteContribution(
                entry=name,
                firm=context.firms[entry.issuer],
                site=entry.site.code,
                country=entry.site.country,
                process=entry.process,
                kg=kg,
                percent=context.percent(kg),
            )


def state_carbon(context: StudyContext) -> CarbonItems:
    """The offsets that entries behind the figure report, over their own periods; no figure counts them."""
    offsets = [
        row
        for entry in dict.fromkeys(row.entry for row in context.contributions)
        if (inventory := context.record(entry).inventory) is not None
        for row in inventory.offsets or ()
    ]
    kg = exact_sum(Decimal(row.kg) for row in offsets)
    return CarbonItems(offsets=Offsets(rows=len(offsets), kg=context.shared_value(kg)))
