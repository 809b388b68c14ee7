"""Search for a breach for some time, from a seed, and report what was tried: `make adversary`.

The laws are those of the conservative figure, of the figure with life and capacity unsettled, of the carbon border and
of an element's origin.

The report has the share of accepted plans by field, the number of accepted plans below the honest declared figure, and
the least conservative figure met; each breach is printed with its seed and its shortest plan. Exit status 1 if there
is one.
"""

import argparse
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from support.grammar.border import BORDER
from support.grammar.border import CHAINS as BORDER_CHAINS
from support.grammar.chains import CHAINS
from support.grammar.lean import stationary, works
from support.grammar.mutations import OF_LIFE
from support.grammar.origin import ORIGIN, cobalt
from support.grammar.search import FIGURE, Breach, Found, Law, climb, shrunk
from support.grammar.world import World, judge_unsettled
from support.graph import STUDY
from support.graph_circular import DRAFT, PEF

from schemas.signed.rulebook import Rulebook

RULEBOOKS: tuple[Rulebook, ...] = tuple(
    rulebook.model_copy(update={"required_stages": ()}) for rulebook in (DRAFT, STUDY, PEF)
)
"""The rulebooks that rotate."""


LIFE = Law(judge_unsettled, OF_LIFE)
"""The law of the conservative figure where life and capacity are not settled."""


class Search(NamedTuple):
    """An honest chain, a law, and the rulebooks that rotate."""

    make: Callable[[], World]
    law: Law = FIGURE
    rulebooks: tuple[Rulebook, ...] = RULEBOOKS


SEARCHES: dict[str, Search] = {
    **{name: Search(make) for name, make in CHAINS.items()},
    "life": Search(works, LIFE),
    "cycles": Search(stationary, LIFE, RULEBOOKS[-1:]),
    **{f"border {name}": Search(make, BORDER) for name, make in BORDER_CHAINS.items()},
    "origin": Search(cobalt, ORIGIN),
}
"""The searches, by name."""


def search(name: str, seconds: float, seed: int) -> Found:
    """Climb from one chain, the rulebooks in turn, until the time is over."""
    it = SEARCHES[name]
    end, found = time.monotonic() + seconds, Found()
    while time.monotonic() < end:
        rulebook = it.rulebooks[seed % len(it.rulebooks)]
        known = len(found.breaches)
        climb(it.make(), rulebook, seed, found, lambda: time.monotonic() < end, it.law)
        for breach in found.breaches[known:]:
            print(_told(name, rulebook, breach), flush=True)
        seed += 1
    print(_summary(name, seed, found), flush=True)
    return found


def _told(name: str, rulebook: Rulebook, breach: Breach) -> str:
    it = SEARCHES[name]
    plan = shrunk(it.make(), rulebook, breach, it.law.judged)
    steps = "; ".join(f"{mutation.name} ({mutation.place})" for mutation in plan)
    return (
        f"BREACH {name} {rulebook.id} seed {breach.seed}: honest {breach.honest:.6f}, declared"
        f" {breach.declared:.6f}, conservative {breach.conservative:.6f}: {steps}"
    )


def _summary(chain: str, seed: int, found: Found) -> str:
    tried, accepted = found.tried.total(), found.accepted.total()
    rows = [
        f"  {name}: {count} tried, {_share(found.accepted, name, count)} % accepted"
        for name, count in found.tried.most_common()
    ]
    least = "none" if found.least is None else f"{found.least:.6f}"
    head = (
        f"{chain}: up to seed {seed}, {tried} plans, {accepted} accepted, {found.lower} of them declared below the"
        f" honest figure; least conservative / honest {least}; breaches {len(found.breaches)}"
    )
    return "\n".join([head, *rows])


def _share(accepted: Counter[str], name: str, count: int) -> int:
    return round(100 * accepted[name] / count)


def main() -> int:
    """Run the searches that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chain", choices=sorted(SEARCHES), action="append")
    asked = parser.parse_args()
    found = [search(chain, asked.seconds, asked.seed) for chain in asked.chain or sorted(SEARCHES)]
    return int(any(result.breaches for result in found))


if __name__ == "__main__":
    sys.exit(main())
