"""The import of life-cycle databases as a factor set: link, characterise, solve, round.

Nothing is mended: each oddity is reported, and an input without a maker needs a value from another factor set or an
explicit cut-off, which is counted, named in the result, and marked in each factor that it makes incomplete. An
incomplete factor of another set makes those incomplete that it supplies. Each factor names the sets that supplied
anything behind it; not by what share, because a supplier that counts next to nothing would have next to no share.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from ledger.exchange.background.characterise import Characteriser
from ledger.exchange.background.factor_rows import DIGITS, Labels, factor_row
from ledger.exchange.background.linking import MISSPELT, Network, Unlinked, link
from ledger.exchange.background.model import Background, Oddity, UnitProcess, one_line
from ledger.exchange.background.oddities import find_oddities
from ledger.exchange.background.solving import solve
from ledger.exchange.background.supplies import Supplied, Supplies
from ledger.footprint.graph.numbers import EXACT
from ledger.footprint.graph.order import reachable
from schemas.errors import CradleError
from schemas.signed.rulebook import Factor, FactorSet, Rulebook
from schemas.vocabulary import Group

NAMED = 5
"""Unlinked inputs that a refusal names, and files that a title names."""


@dataclass(frozen=True, slots=True)
class Choices:
    """The decisions of the person who imports."""

    rulebook: Rulebook
    set_id: str
    version: str = "1"
    licence: Literal["open", "digest_only"] = "digest_only"
    products: tuple[str, ...] = ()
    cut_off_unlinked: bool = False
    supplies: tuple[FactorSet, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """The factor set, and the account of how it came about."""

    factor_set: FactorSet
    oddities: tuple[Oddity, ...]
    processes: int
    solved: int
    aggregated: int
    links: int
    supplied: int
    cut_off: tuple[str, ...] = field(default=())
    """The words of the products that were cut off, each once."""
    cut_off_inputs: int = 0


def import_background(files: Sequence[Background], choices: Choices) -> Imported:
    """Make the factor set of the processes of all files.

    Raises:
        CradleError: `background.unlinked_inputs`, `background.product_unknown`, `background.empty`, as `Supplies`, or
            as `solve`.
    """
    listed = [process for file in files for process in file.processes]
    network = link(listed)
    if not network.processes:
        detail = "No process of the file states a production amount; there is nothing to import."
        raise CradleError("background.empty", detail)
    oddities = [row for file in files for row in file.oddities]
    oddities += [*find_oddities(listed), *network.oddities]
    own, odd = _direct(network, choices.rulebook)
    chosen = _chosen(network.processes, choices.products)
    needed = _reached(((edge.taker, edge.maker) for edge in network.edges), chosen)
    unlinked = [row for row in network.unlinked if row.taker in needed]
    left, supplied = _supply(unlinked, choices.supplies, own)
    if left and not choices.cut_off_unlinked:
        raise _refusal(left, network)
    scores = solve(network, own)
    onward = [(edge.maker, edge.taker) for edge in network.edges]
    partial = (row.taker for row, value in supplied if value.is_incomplete)
    incomplete = _reached(onward, (*partial, *(row.taker for row in left)))
    pedigrees = _pedigrees(onward, supplied)
    labels = _labels(choices)
    rows = [
        factor_row(
            network.processes[place],
            scores[place],
            labels,
            cut_off=place in incomplete,
            supplied_by=pedigrees.get(place, frozenset()),
        )
        for place in chosen
    ]
    oddities += [*odd, *(row for row in rows if isinstance(row, Oddity))]
    factors = [row for row in rows if isinstance(row, Factor)]
    if not factors:
        raise _nothing(rows)
    return Imported(
        _factor_set(factors, choices, _title(files), len(left)),
        tuple(oddities),
        processes=len(listed),
        solved=sum(not row.aggregated for row in network.processes),
        aggregated=sum(row.aggregated for row in network.processes),
        links=len(network.edges),
        supplied=len(unlinked) - len(left),
        cut_off=tuple(dict.fromkeys(str(row.taken.link.words) for row in left)),
        cut_off_inputs=len(left),
    )


def _direct(
    network: Network, rulebook: Rulebook
) -> tuple[list[dict[Group, Decimal]], list[Oddity]]:
    characteriser = Characteriser(rulebook.characterization)
    emissions = [characteriser.direct(process) for process in network.processes]
    odd = dict.fromkeys(row for direct in emissions for row in direct.oddities)
    return [dict(direct.values) for direct in emissions], list(odd)


def _supply(
    unlinked: Sequence[Unlinked],
    factor_sets: Sequence[FactorSet],
    own: list[dict[Group, Decimal]],
) -> tuple[list[Unlinked], list[tuple[Unlinked, Supplied]]]:
    """Add the value of supplied inputs to their takers.

    Returns:
        The inputs without a value, and those that a factor supplies, each with its value.
    """
    supplies = Supplies(factor_sets)
    left, uses = list[Unlinked](), list[tuple[Unlinked, Supplied]]()
    for row in unlinked:
        supplied = supplies.value(row.taken)
        if supplied is None:
            left.append(row)
            continue
        for group, value in supplied.values.items():
            own[row.taker][group] = EXACT.add(own[row.taker].get(group, Decimal(0)), value)
        uses.append((row, supplied))
    return left, uses


def _pedigrees(
    onward: Iterable[tuple[int, int]], supplied: Iterable[tuple[Unlinked, Supplied]]
) -> Mapping[int, frozenset[str]]:
    """The factor sets that supply each process, directly or by what it takes."""
    takers: dict[str, set[int]] = defaultdict(set)
    for row, value in supplied:
        for name in value.sets:
            takers[name].add(row.taker)
    steps, sets_by_process = list(onward), dict[int, set[str]]()
    for name, starts in takers.items():
        for place in _reached(steps, starts):
            sets_by_process.setdefault(place, set()).add(name)
    return {place: frozenset(names) for place, names in sets_by_process.items()}


def _nothing(rows: Sequence[Factor | Oddity | None]) -> CradleError:
    reasons = (row.detail for row in rows if isinstance(row, Oddity))
    why = next(reasons, "None is in a unit of the ledger.")
    detail = f"No chosen product has a factor, so there is nothing to import. {why}"
    return CradleError("background.empty", detail)


def _refusal(left: Sequence[Unlinked], network: Network) -> CradleError:
    words = list(dict.fromkeys(str(row.taken.link.words) for row in left))
    more = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    misspelt = [row.detail for row in network.oddities if row.code == MISSPELT]
    near = (
        f" Links that may be misspelt: {len(misspelt)}, such as {misspelt[0]}" if misspelt else ""
    )
    detail = (
        f"{len(left)} inputs of {len(words)} products have no maker in the files"
        f" ({len(network.edges)} have one): {'; '.join(words[:NAMED])}{more}.{near}"
        " Add the file that makes them, value them by --supply FACTOR-SET,"
        " or count them as zero with --cut-off-unlinked."
    )
    return CradleError("background.unlinked_inputs", detail)


def _chosen(processes: Sequence[UnitProcess], wanted: Sequence[str]) -> list[int]:
    """The places of the processes whose id, name or product has one of the wanted texts; all if none is wanted."""
    if not wanted:
        return list(range(len(processes)))
    chosen = []
    for text in wanted:
        plain = text.casefold()
        matches = [
            place
            for place, row in enumerate(processes)
            if plain == row.id.casefold() or plain in f"{row.words}".casefold()
        ]
        if not matches:
            detail = f"No process has {text!r} in its name, product or id; see the file's names."
            raise CradleError("background.product_unknown", detail)
        chosen += matches
    return sorted(set(chosen))


def _reached(steps: Iterable[tuple[int, int]], starts: Iterable[int]) -> frozenset[int]:
    """The starts, and all processes to which steps lead from them."""
    onward = defaultdict[int, list[int]](list)
    for here, there in steps:
        onward[here].append(there)
    return reachable(starts, onward.__getitem__)


def _labels(choices: Choices) -> Labels:
    characterization = choices.rulebook.characterization
    method = f"{characterization.method} ({characterization.implementation})"
    return Labels(
        flows=re.sub(r"[^a-z0-9_]", "_", choices.set_id.lower()),
        method=f"characterized by {method}",
    )


def _title(files: Sequence[Background]) -> str:
    """The first files, each with its format and the licence that it states."""
    named = []
    for file in files[:NAMED]:
        licence = f", licence: {file.licence:.80}" if file.licence else ""
        named.append(f"{file.name:.60} ({file.format}{licence})")
    more = f" and {len(files) - NAMED} more" if len(files) > NAMED else ""
    return one_line(f"Factors from {', '.join(named)}{more}")


def _factor_set(rows: list[Factor], choices: Choices, title: str, cut_off: int) -> FactorSet:
    characterization = choices.rulebook.characterization
    cut = f"; {cut_off} unlinked inputs cut off" if cut_off else ""
    method = (
        f"{characterization.method}, solved from unit processes, {DIGITS} significant digits{cut}"
    )
    rows.sort(key=lambda row: (row.flow, row.unit.value, row.direction))
    return FactorSet(
        id=choices.set_id,
        version=choices.version,
        title=title,
        method=method,
        licence=choices.licence,
        rows=tuple(rows),
    )
