"""The laws of the register of choices on many random declarations: counts by move, and counter-examples.

    PYTHONPATH=tests python tests/bench/bench_choices.py [VARIANTS] [SEED]

A variant is one to three moves on one of the honest declarations, under one of three rulebooks. Refused, accepted and
broken are counted for each move that took part; a counter-example is printed with its plan.
"""

import random
import sys
from collections import Counter
from time import monotonic

from support.choice_laws import RULEBOOKS, broken, played
from support.choice_moves import CHOICE_MOVES
from support.graph_recycled import MASSES
from support.honest_battery import FACTS


def main(variants: int, seed: int) -> None:
    """Play the variants and print what became of them."""
    draw, counts, began = random.Random(seed), Counter[tuple[str, str]](), monotonic()  # noqa: S311
    examples = []
    for _ in range(variants):
        names = draw.sample(sorted(CHOICE_MOVES), draw.randint(1, 3))
        plan = [(name, draw.randrange(len(MASSES))) for name in names]
        facts, rulebook = draw.randrange(FACTS), draw.choice(sorted(RULEBOOKS))
        outcome, _found = played(plan, facts, rulebook)
        verdict = "refused" if outcome.refused else "accepted"
        reason = broken(plan, facts, rulebook) if verdict == "accepted" else None
        if reason is not None:
            examples.append((plan, facts, rulebook, reason))
        for name in names:
            counts[name, verdict] += 1
            counts[name, "broken"] += reason is not None
    print(f"{variants} variants in {monotonic() - began:.0f} s, {len(examples)} counter-examples")
    for name in sorted(CHOICE_MOVES):
        shown = ", ".join(
            f"{counts[name, word]} {word}" for word in ("accepted", "refused", "broken")
        )
        print(f"  {name:<44} {shown}")
    for example in examples[:20]:
        print(*example)


if __name__ == "__main__":
    main(*(int(value) for value in (*sys.argv[1:], *("10000", "1")[len(sys.argv) - 1 :])))
