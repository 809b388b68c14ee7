"""Time of a refused question, by what is lacking and how far away: what a customer could learn with a clock.

    python tests/bench/bench_refusals.py

A chain of 60 firms ends at the plant. By an admitted set that lacks one flow, its figure is refused for the firm next
to it, or for the last one; or for all of them. The refusal is the same sentence. The time is the median of 15 questions
each, in turn, as a ratio to that of the nearest firm.
"""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

import pytest
from support.desks import desk
from support.ledger_battery import FACTORS, BatteryChain, battery_chain, factor, power
from support.ledger_world import made, taken
from support.principals import principal

from ledger.service.access.principal import Principal
from ledger.state.figures import Method
from schemas.errors import CradleError
from schemas.vocabulary import Role, Unit

TIERS, ROUNDS = 60, 15
AT = {"nearest": TIERS - 1, "middle": TIERS // 2, "farthest": 0, "everywhere": None}


def build(chain: BatteryChain, at: int | None) -> str:
    """The plant's entry behind a chain of firms, of which one, or each, uses the flow that is lacking."""
    world, sent = chain.world, ""
    firms = [world.register(f"firm {at} {tier}", Role.SUPPLIER) for tier in range(TIERS)]
    for tier, (party, to) in enumerate(zip(firms, [*firms[1:], chain.plant], strict=True)):
        row = power("5").model_copy(update={"flow": "test:rare"} if at in {None, tier} else {})
        rows = [row, *([taken(sent)] if sent else [])]
        entry = world.enter(party, [made(party, product=f"urn:test:{tier}")], inputs=rows)
        sent = world.deliver(party, entry, to, product=f"urn:test:{tier}")
    goods = made(chain.plant, product=f"urn:test:{at}")
    return world.enter(chain.plant, [goods], inputs=[taken(sent)])


def ask(chain: BatteryChain, plant: Principal, entry: str, method: Method) -> float:
    """Seconds of a refused question, with nothing kept from an earlier one."""
    chain.world.ledger.memory.forget()
    started = perf_counter()
    with pytest.raises(CradleError, match="no_figure"):
        desk(chain.world.ledger, plant).footprint(entry, *method)
    return perf_counter() - started


def main() -> None:
    """Print the ratios."""
    with TemporaryDirectory() as folder, battery_chain(Path(folder) / "ledger") as chain:
        rows = (*FACTORS.rows, factor("test:unused", Unit.KG, "1"))
        kept = chain.world.ledger.keep(FACTORS.model_copy(update={"id": "wide", "rows": rows}))
        chain.world.admit(kept)
        plant = principal(chain, "plant", Role.MANUFACTURER, chain.plant)
        entries = {name: build(chain, at) for name, at in AT.items()}
        method = Method(chain.rulebook, (kept,))
        times: dict[str, list[float]] = {name: [] for name in entries}
        for _ in range(ROUNDS):
            for name, entry in entries.items():
                times[name].append(ask(chain, plant, entry, method))
    nearest = median(times["nearest"])
    for name, found in times.items():
        print(f"{name:<11} {1000 * median(found):7.2f} ms   {median(found) / nearest:5.3f}")


if __name__ == "__main__":
    main()
