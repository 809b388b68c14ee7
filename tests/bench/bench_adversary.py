"""The laws of an accepted figure through a real ledger, on many random plans: counts by move, and counter-examples.

    PYTHONPATH=tests python tests/bench/bench_adversary.py [PLANS] [SEED]

A plan is one to four moves of `support.moves` and `support.circular_moves` on an honest ledger, under one of two
rulebooks. What the ledger accepts is calculated, exported and verified. A plan with a move that another fact would make
true is counted apart; of the others, a conservative figure below the honest one is a counter-example.
"""

import importlib.util
import random
import sys
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from types import ModuleType

from support.ledger_batches import batch
from support.ledger_battery import battery_chain, copied
from support.ledger_circular import CIRCULAR_FACTORS


def load() -> ModuleType:
    """The test module, whose plans and judgement are the same."""
    file = Path(__file__).parents[1] / "properties" / "test_adversary.py"
    spec = importlib.util.spec_from_file_location("test_adversary", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ADVERSARY = load()


def honest(folder: Path, rulebook: object) -> object:
    """The honest ledger under a rulebook."""
    with battery_chain(folder / "ledger") as built:
        keep = built.world.ledger.keep
        chain = replace(built, rulebook=keep(rulebook), factors=keep(CIRCULAR_FACTORS))
        dirty = batch(chain, "2025-06-01", "2025-07-01")
    with copied(chain, folder / "ledger", folder / "copy") as copy:
        total = Decimal(str(copy.judge().recomputed_total))
    return ADVERSARY.Honest(folder / "ledger", chain, dirty, total)


def main(plans: int, seed: int) -> None:
    """Play the plans and print what became of them."""
    draw, counts, began = random.Random(seed), Counter[str](), monotonic()  # noqa: S311
    moves, examples, played = sorted(ADVERSARY.ALL_MOVES), [], Counter[tuple[str, str]]()
    with ExitStack() as stack:
        ledgers = [
            honest(Path(stack.enter_context(TemporaryDirectory())), rulebook)
            for rulebook in ADVERSARY.RULEBOOKS
        ]
        for _ in range(plans):
            begun = draw.choice(ledgers)
            names = draw.sample(moves, draw.randint(1, 4))
            plan = [(name, draw.randint(1, 9)) for name in names]
            report, made = ADVERSARY.judged(begun, plan)
            verdict = "refused" if report is None else "accepted"
            counts[verdict] += 1
            played.update((name, verdict) for name in (names if report is None else made))
            if report is None:
                continue
            stated = Decimal(str(report.recomputed_total))
            counts["below the honest figure"] += stated < begun.total - ADVERSARY.ROUNDING
            if not ADVERSARY.OTHER_FACTS.keys().isdisjoint(made):
                counts["of other facts"] += 1
            elif (
                Decimal(report.conservative.total)
                < begun.total * ADVERSARY.LIFE - ADVERSARY.ROUNDING
            ):
                examples.append((plan, str(stated), report.conservative.total))
    print(
        f"{plans} plans in {monotonic() - began:.0f} s, {len(examples)} counter-examples: {dict(counts)}"
    )
    for name in moves:
        print(
            f"  {name:<34} {played[name, 'accepted']} accepted, {played[name, 'refused']} in refused plans"
        )
    for example in examples[:20]:
        print(*example)


if __name__ == "__main__":
    main(*(int(value) for value in (*sys.argv[1:], *("500", "1")[len(sys.argv) - 1 :])))
