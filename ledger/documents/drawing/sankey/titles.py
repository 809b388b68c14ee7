"""Titles of shapes: names and values, one a line; none says more than the table beside the picture."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ledger.documents.drawing.sankey.cap import KeptFlows
from ledger.documents.drawing.sankey.frame import leaving_of
from ledger.documents.drawing.sankey.values import (
    CreditFlow,
    Flow,
    Site,
    StageValue,
    burdens_of,
    credits_of,
)
from ledger.documents.drawing.sankey.words import SankeyWords


class Titles:
    """The titles of a picture."""

    def __init__(self, kept: KeptFlows, words: SankeyWords) -> None:
        self._kept, self._words = kept, words
        self._sites = {site.key: site for site in kept.graph.sites}
        self._leaving = leaving_of(kept)

    def bar(self, site: Site) -> str:
        """A site: all that leaves it, its own part, and the smaller sites behind it."""
        words, leaving = self._words, self._leaving[site.key]
        lines = [_named(site)]
        if leaving.burdens:
            lines.append(f"{words.with_suppliers} {words.number(leaving.burdens)}")
        if leaving.credits:
            lines.append(f"{words.credits} {words.number(leaving.credits)}")
        if site.closed:
            lines.append(words.behind)
        else:
            lines += [f"{words.own}: {line}" for line in self._stages(site.own)]
        if site.key in self._kept.smaller:
            lines.append(self.smaller(site.key))
        return "\n".join(line for line in lines if line)

    def flow(self, flow: Flow) -> str:
        """A flow: both ends, and its stages."""
        target = self._words.declared if flow.target is None else self._sites[flow.target].name
        ends = f"{self._sites[flow.source].name} → {target}"
        return "\n".join([ends, *self._stages(flow.stages)])

    def smaller(self, key: str | None) -> str:
        """The smaller sites of a consumer."""
        smaller, words = self._kept.smaller[key], self._words
        values = [burdens_of(smaller.stages), credits_of(smaller.stages)]
        shown = " ".join(words.number(value) for value in values if value)
        return f"{words.smaller(smaller.count)} {shown}"

    def declared(self) -> str:
        """The figure."""
        words = self._words
        return f"{words.declared} {words.figure(self._kept.graph.total)} {words.unit}"

    def credits(self, value: Decimal) -> str:
        """All credits."""
        return f"{self._words.credits} {self._words.figure(value)}"

    def credit(self, credit: CreditFlow) -> str:
        """A credit by what it replaces."""
        return f"{credit.name} {self._words.number(credit.value)}"

    def _stages(self, stages: Iterable[StageValue]) -> Iterator[str]:
        words = self._words
        for row in stages:
            if row.burdens:
                yield f"{words.stage(row.stage)} {words.number(row.burdens)}"
            if row.credits:
                yield f"{words.stage(row.stage)}, {words.credits} {words.number(row.credits)}"


def _named(site: Site) -> str:
    return f"{site.name}, {site.country}" if site.country else site.name
