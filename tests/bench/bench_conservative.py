"""The price of the law for honest firms: conservative over declared figure, with nothing settled and with life settled.

    PYTHONPATH=tests python tests/bench/bench_conservative.py

Every honest shape and every honest chain of the grammar, under three rulebooks as they ship. For the dearest of each,
the choices worth most, since each names the paper that would settle it.
"""

from collections.abc import Iterator
from decimal import Decimal
from statistics import median

from support.chosen import conservative, declared_total
from support.grammar.chains import CHAINS
from support.grammar.settled import life_is_settled
from support.grammar.world import World
from support.graph import STUDY, ident
from support.graph_battery import Declared
from support.graph_circular import DRAFT, PEF
from support.honest_shapes import honest_shapes

from ledger.choices.choice import NOT_EXAMINED, Examined
from schemas.signed.rulebook import Rulebook

RULEBOOKS = tuple(
    rulebook.model_copy(update={"required_stages": ()}) for rulebook in (STUDY, DRAFT, PEF)
)
WORTH = 4
"""Choices that are shown of the dearest."""


def ratio(it: Declared, rulebook: Rulebook, examined: Examined) -> Decimal:
    """The conservative over the declared figure."""
    return conservative(it, rulebook, examined).total / declared_total(it, rulebook)


def rows(rulebook: Rulebook, examined: Examined) -> Iterator[tuple[Decimal, str, Declared]]:
    """The ratio of every honest shape, with its name."""
    for name, it in honest_shapes():
        yield ratio(it, rulebook, examined), name, it


def main() -> None:
    """Print the table."""
    life = life_is_settled(ident("calculation"))
    for rulebook in RULEBOOKS:
        for word, examined in (
            ("nothing settled", NOT_EXAMINED),
            ("life and capacity settled", life),
        ):
            found = sorted(rows(rulebook, examined), key=lambda row: row[:2])
            ratios = [float(row[0]) for row in found]
            high, name, worst = found[-1]
            print(
                f"{rulebook.id}, {word}: {len(found)} shapes, median {median(ratios):.3f}, 9 of 10 up to"
                f" {ratios[len(ratios) * 9 // 10]:.3f}, worst {high:.3f} ({name})"
            )
        for choice in conservative(worst, rulebook, life).choices[:WORTH]:
            print(f"    {choice.choice.kind.code}: {choice.choice.detail[:120]}")
        for name, chain in CHAINS.items():
            print(f"  {name}: {_of_chain(chain(), rulebook, life)}")


def _of_chain(world: World, rulebook: Rulebook, life: Examined) -> str:
    it = world.read()
    whole, data = ratio(it, rulebook, NOT_EXAMINED), ratio(it, rulebook, life)
    return f"{whole:.3f}, with life and capacity settled {data:.3f}"


if __name__ == "__main__":
    main()
