"""Search for a breach for some time, from a seed, and report what was tried: `make adversary`.

The report has the share of accepted plans by field, the number of accepted plans below the honest declared figure, and
the least conservative figure met; each breach is printed with its seed and its shortest plan. Exit status 1 if there
is one.
"""

import argparse
import sys
import time
from collections import Counter

from support.grammar.chains import CHAINS
from support.grammar.search import Breach, Found, climb, shrunk
from support.graph import STUDY
from support.graph_circular import DRAFT, PEF

from schemas.rulebook import Rulebook

RULEBOOKS: tuple[Rulebook, ...] = tuple(
    rulebook.model_copy(update={"required_stages": ()}) for rulebook in (DRAFT, STUDY, PEF)
)
"""The rulebooks that rotate."""


def search(chain: str, seconds: float, seed: int) -> Found:
    """Climb from one chain, the rulebooks in turn, until the time is over."""
    end, found = time.monotonic() + seconds, Found()
    while time.monotonic() < end:
        rulebook = RULEBOOKS[seed % len(RULEBOOKS)]
        known = len(found.breaches)
        climb(CHAINS[chain](), rulebook, seed, found, lambda: time.monotonic() < end)
        for breach in found.breaches[known:]:
            print(_told(chain, rulebook, breach), flush=True)
        seed += 1
    print(_summary(chain, seed, found), flush=True)
    return found


def _told(chain: str, rulebook: Rulebook, breach: Breach) -> str:
    plan = shrunk(CHAINS[chain](), rulebook, breach)
    steps = "; ".join(f"{mutation.name} ({mutation.place})" for mutation in plan)
    return (
        f"BREACH {chain} {rulebook.id} seed {breach.seed}: honest {breach.honest:.6f}, declared"
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
    parser.add_argument("--chain", choices=sorted(CHAINS), action="append")
    asked = parser.parse_args()
    found = [search(chain, asked.seconds, asked.seed) for chain in asked.chain or sorted(CHAINS)]
    return int(any(result.breaches for result in found))


if __name__ == "__main__":
    sys.exit(main())
