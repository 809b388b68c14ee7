"""Table 2 of tampering, periods: signed again by a manufacturer and an operator who collude.

An honest ledger refuses these, or would have put the missing parts into the bundle: a period in which the dirty batch
does not end, an entry that ends outside every period, an older state of the registry, and uses by an excluded batch.
"""

import pytest
from support.bundles import Json
from support.collusion import Row, act, leave_out, update
from support.edits import Files
from support.misdeeds import after_pack
from support.signed_chain import Alter, SignedChain, output, taken, used

DAY = {"start": "2025-12-31", "end": "2026-01-01"}
MONTHS = {"start": "2025-06-01", "end": "2026-01-01"}
ALL = {"pack header": update(period=MONTHS), "asserted": update(period=MONTHS)}
"""Seven months, which contain all production of the model."""


def inputs(*changed: Json) -> Alter:
    """The first inputs of an inventory, changed."""
    return lambda value: {**value, "inputs": [*changed, *value["inputs"][len(changed) :]]}


def more_drawn(value: Json) -> Json:
    """The excluded batch uses 1,500 of the sulfate, of which 1,000 remain."""
    return inputs({**value["inputs"][0], "amount": "1500"})(value)


def made_later(chain: SignedChain) -> None:
    """A batch that ends after the period is entered between the state and the calculation."""
    after_pack(chain, period={"start": "2026-01-01", "end": "2026-02-01"})


def with_pit(code: str, about: str, *left_out: str, part: str = "") -> Row:
    """The excluded batch uses coal of a pit that no other entry uses; a part of that is left out."""
    chains: list[SignedChain] = []

    def trial(inventory: Json) -> Json:
        (chain,) = chains
        dug = {"outputs": [output("coal", "50")], "inputs": [diesel]}
        chain.entry("pit", "mine", "raw_material.mining", dug)
        chain.deliver("coal", "mine", "packer", "coal", entry=chain.ids["pit"], amount="50")
        return {**inventory, "inputs": [*inventory["inputs"], taken(chain.ids["coal"], "20")]}

    def files(chain: SignedChain, held: Files) -> None:
        leave_out(*left_out)(chain, held)
        if part:
            del held[chain.section("pit", part)]

    diesel = used("db:diesel", "700", "MJ", "energy", "raw_material")
    plan = {"before": act(chains.append), "trial": trial}
    return Row(code, about, plan, exit_code=2, files=files)


def hidden(code: str, part: str, plan: dict[str, Alter]) -> Row:
    """A section of the excluded batch is left out."""
    return Row(
        code,
        "trial",
        plan,
        exit_code=2,
        files=lambda chain, held: held.pop(chain.section("trial", part)) and None,
    )


ROWS = {
    "a day in place of a year": Row(
        "period.short", "declaration", {"asserted": update(period=DAY)}
    ),
    "a day in which the dirty batch does not end": Row(
        "period.short",
        "declaration",
        {
            "trial header": update(period={"start": "2025-11-01", "end": "2025-12-31"}),
            "composition": update(exclusions=[]),
            "asserted": update(period=DAY),
        },
    ),
    "a year of which half has no entries": Row(
        "period.short",
        "declaration",
        {"asserted": update(period={"start": "2025-07-01", "end": "2026-07-01"})},
    ),
    "a batch that ends in ten years": Row(
        "period.long",
        "trial",
        {
            "trial header": update(period={"start": "2025-11-01", "end": "2035-11-01"}),
            "composition": update(exclusions=[]),
        },
    ),
    "a state from before the next batch": Row(
        "calculation.outdated", "more", {**ALL, "late": act(made_later)}
    ),
    "an excluded batch that draws too much, unseen": hidden(
        "section.withheld", "inventory", {"trial": more_drawn}
    ),
    "an excluded batch without its product": hidden("section.withheld", "product", {}),
    "the recipe behind an excluded batch": with_pit("section.withheld", "pit", part="inventory"),
    "the entry behind an excluded batch": with_pit("statement.missing", "pit", "pit"),
    "the delivery to an excluded batch": with_pit("statement.missing", "coal", "pit", "coal"),
}


@pytest.mark.parametrize("name", ROWS)
def test_collusion_is_one_finding_of_its_own(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    ROWS[name].check()


@pytest.mark.parametrize(
    "row",
    [
        Row("", "", ALL),
        Row("", "", {**ALL, "then": act(made_later)}),
        Row("", "", {"late": act(made_later)}),
        with_pit("", ""),
    ],
)
def test_what_an_honest_ledger_takes_is_no_finding(row: Row) -> None:
    """Honest periods: all production in less than a year, later production, a later batch, a whole excluded batch."""
    assert row.report(row.chain()).exit_code == 0
