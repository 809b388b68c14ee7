"""A recycler of 100 kg, for tests of the circular formula on its entry."""

from fractions import Fraction

from support.chains import Chain, factors, ident, weighing
from support.rows import avoided, emitted, inventory, made, taken, used, wasted

from ledger.footprint.graph.cells import total_of
from ledger.rulebooks.catalog import load_rulebook
from schemas.rulebook import Rulebook

DRAFT = load_rulebook("eu-ev-draft-2024")
FACTORS = factors({"test:recycling": "3", "test:lorry": "0.5", "test:ni": "20", "test:pp": "2"})
END = {"stage": "end_of_life"}
SHREDDING = "end_of_life.shredding"


def recycler(*lines: dict[str, object], **lists: object) -> Chain:
    """A recycler of 100 kg by 3 kg CO2e a kg of process, with these avoided lines."""
    chain = Chain((FACTORS,))
    rows = [
        used("test:recycling", "100", **END),
        used("test:lorry", "40", purpose="transport", **END),
    ]
    treated = inventory(made("plant", "100"), inputs=rows, avoided=list(lines), **lists)
    chain.enter("plant", treated, process=SHREDDING)
    return chain


def total(chain: Chain, rulebook: Rulebook = DRAFT) -> Fraction:
    """The figure of what the recycler treats."""
    found = chain.figures("plant", rulebook=rulebook)
    assert found.problems == ()
    return Fraction(total_of(found.entries[ident("plant")].lines["main"].cells))


def bought() -> Chain:
    """A recycler that also buys a reagent from a signed supplier, gives off a gas, and has waste."""
    chain = Chain((FACTORS, factors({"test:slag": "1"}, "treatment")))
    chain.enter("mill", inventory(made("mill", "10"), inputs=[used("test:pp", "10")]))
    chain.deliver("reagent", "mill", "plant", "10")
    rows = [taken("reagent", "10"), used("test:lorry", "40", purpose="transport", **END)]
    lines = [avoided("10", "test:ni", material="Ni")]
    treated = inventory(
        made("plant", "100"),
        inputs=rows,
        avoided=lines,
        wastes=[wasted("test:slag", "5", **END)],
        emissions=[emitted("co2", "7", **END)],
    )
    chain.enter("plant", treated, weighing("1"), process=SHREDDING)
    return chain
