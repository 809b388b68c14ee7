"""Table 2 of tampering: statements changed and signed again by a colluding manufacturer and operator.

This half covers the content: method, energy, composition, deliveries, documents. The other half, on
the logs, is in `test_resigned_logs`.
"""

from decimal import Decimal

import pytest
from support.bundles import Json
from support.collusion import Row, act, leave_out, rows, update
from support.ledger_battery import ELECTRICITY
from support.signed_battery import honest
from support.signed_chain import SignedChain, used

from ledger.footprint.graph.numbers import CELL, EXACT
from ledger.trust.leaves import digest, model_bytes
from schemas.signed.rulebook import CompanySpecific, FactorSet, Rulebook
from schemas.vocabulary import ProcessCode


def doctored_rulebook(rulebook: Rulebook) -> Rulebook:
    """A lower warming potential of methane."""
    gases = rulebook.characterization
    altered = tuple(
        row.model_copy(update={"value": "2.98"}) if row.gas.value == "ch4" else row
        for row in gases.rows
    )
    return rulebook.model_copy(
        update={"characterization": gases.model_copy(update={"rows": altered})}
    )


def doctored_factors(factors: FactorSet) -> FactorSet:
    """A cleaner grid."""
    altered = tuple(
        row.model_copy(update={"values": row.values[1:]}) if row.flow == "db:grid" else row
        for row in factors.rows
    )
    return factors.model_copy(update={"rows": altered})


def without(flow: str) -> Json:
    """The factor set without one flow."""

    def change(factors: FactorSet) -> FactorSet:
        kept = tuple(row for row in factors.rows if row.flow != flow)
        return factors.model_copy(update={"rows": kept})

    return change


def blob(document: Rulebook | FactorSet) -> str:
    """The digest of a rulebook or factor set."""
    return digest(model_bytes(document))


def self_made(chain: SignedChain) -> None:
    """The recycler is a participant without a registrar."""
    ledger = chain.ledger
    del ledger.envelopes[ledger.parties["recycler"]]
    del ledger.sections[list(ledger.sections)[2]]
    ledger.register("recycler", "supplier", registrar=None)


def half_a_cell(exact: Json) -> Json:
    """The first exact cell is another one, so little that the header is the same."""
    first, *rest = exact["cells"]
    value = CELL.multiply(Decimal(first["value"]), Decimal("1.0000001"))
    return {"cells": [{**first, "value": f"{value:f}".rstrip("0")}, *rest]}


def moved_cell(calculation: Json) -> Json:
    """A part of raw materials is stated as distribution; the total is the same."""
    cells = [dict(row) for row in calculation["cells"]]
    land_use = ("raw_material", "land_use_change")
    (row,) = (row for row in cells if (row["stage"], row["group"]) == land_use)
    row["stage"] = "distribution"
    moved = Decimal(row["value"])
    cells.sort(key=lambda row: (row["stage"], row["group"], row["sign"]))
    stages = {row["stage"]: Decimal(row["value"]) for row in calculation["stages"]}
    stages["raw_material"] = EXACT.subtract(stages["raw_material"], moved)
    stages["distribution"] = EXACT.add(stages["distribution"], moved)
    stated = [
        {"stage": stage, "value": f"{value:f}".rstrip("0")} for stage, value in stages.items()
    ]
    return {**calculation, "cells": cells, "stages": stated}


def price_sulfate(chain: SignedChain) -> None:
    """The refinery states a figure to the packer for sulfate that the packs already count."""
    entry = chain.ids["refinery"]
    chain.deliver("sulfate price", "refinery", "packer", "sulfate", entry=entry)


def count_sulfate(composition: Json, chain: SignedChain) -> None:
    """A row for that sulfate."""
    row = {"role": "distribution", "line": "sulfate", "amount": "1", "unit": "kg"}
    composition.append({**row, "delivery": chain.ids["sulfate price"]})


def twice() -> Row:
    """The sulfate counted in the packs, and again beside them."""
    seen: list[SignedChain] = []
    return Row(
        "composition.counted_twice",
        "refinery",
        {
            "early": act(lambda chain: (price_sulfate(chain), seen.append(chain))),
            "composition": rows(lambda listed: count_sulfate(listed, seen[-1])),
        },
    )


def less_output(inventory: Json) -> Json:
    """Less sulfate than was delivered."""
    outputs = [dict(row) for row in inventory["outputs"]]
    outputs[2]["amount"] = "13500"
    return {**inventory, "outputs": outputs}


def more_drawn(inventory: Json) -> Json:
    """More sulfate than was delivered."""
    inputs = [{**inventory["inputs"][0], "amount": "14500"}, *inventory["inputs"][1:]]
    return {**inventory, "inputs": inputs}


def stated(total: str) -> Json:
    """Another total in a delivered figure."""
    return lambda delivery: {**delivery, "figure": {**delivery["figure"], "total": total}}


STUDY, FACTORS = honest().rulebook, honest().factors
CELLS = CompanySpecific(process=ProcessCode.CELL, source="OWN", confidence="inferred")
LAW = {"declarable": "article_7", "company_specific": (CELLS,), "electricity": ELECTRICITY}
ROWS = {
    "a doctored rulebook": Row(
        "policy.rulebook", blob(doctored_rulebook(STUDY)), {"rulebook": doctored_rulebook}
    ),
    "a doctored factor set": Row(
        "policy.factor_set", blob(doctored_factors(FACTORS)), {"factors": doctored_factors}
    ),
    "a rulebook under which nothing is declared": Row(
        "declaration.rulebook",
        "declaration",
        {"rulebook": update(declarable="no")},
        policy=update(rulebooks=(blob(STUDY.model_copy(update={"declarable": "no"})),)),
    ),
    "law that demands own data which nobody stated": Row(
        "declaration.company_specific",
        "declaration",
        {"rulebook": update(**LAW)},
        policy=update(rulebooks=(blob(STUDY.model_copy(update=LAW)),)),
    ),
    "a self-made participant": Row(
        "policy.registrar", "party recycler", {"before": act(self_made)}
    ),
    "a wrong total energy": Row(
        "calculation.total_energy",
        "calculation",
        {"asserted": update(total_energy={"numerator": "36001", "denominator": "1"})},
    ),
    "a number of batteries that is not the lines' sum": Row(
        "calculation.batteries", "urn:example:battery:m1", {"asserted": update(batteries=110)}
    ),
    "a part counted twice": twice(),
    "a cell moved between stages": Row(
        "calculation.cells", "calculation", {"calculation": moved_cell}
    ),
    "an exact cell that no entry gives": Row(
        "calculation.exact", "calculation", {"exact": half_a_cell}
    ),
    "a total below its cells": Row(
        "calculation.total", "calculation", {"calculation": update(total="0.014")}
    ),
    "stages that are not the cells' sums": Row(
        "calculation.stages",
        "calculation",
        {
            "calculation": lambda members: {
                **members,
                "stages": [{**row, "value": "0"} for row in members["stages"]],
            }
        },
    ),
    "end of life left out": Row(
        "composition.role_missing",
        "end_of_life",
        {"composition": rows(lambda listed: listed.pop(0))},
        files=leave_out("recycler", "treatment", "ore price", "party recycler"),
    ),
    "less mass treated than was made": Row(
        "composition.end_of_life_amount",
        "end_of_life",
        {"composition": rows(lambda listed: listed[0].update(amount="3017"))},
    ),
    "a product line not counted whole": Row(
        "composition.amount",
        "pack",
        {"composition": rows(lambda listed: listed[1].update(amount="90"))},
    ),
    "distribution left out": Row(
        "composition.stage_missing",
        "distribution",
        {"pack": lambda value: {**value, "inputs": [value["inputs"][0], *value["inputs"][2:]]}},
    ),
    "an entry of the model left out": Row(
        "composition.missing_entry", "trial", {"composition": update(exclusions=[])}
    ),
    "an entry left out that never made the product": Row(
        "composition.exclusion",
        "mine 2",
        {
            "composition": lambda value: {
                **value,
                "exclusions": sorted(
                    [*value["exclusions"], {"entry": honest().ids["mine 2"], "reason": "no"}],
                    key=lambda row: str(row["entry"]),
                ),
            }
        },
    ),
    "output below what was delivered": Row(
        "balance.delivered_above_output", "refinery", {"refinery": less_output}
    ),
    "more drawn than was delivered": Row(
        "balance.drawn_above_delivery",
        "sulfate 2",
        {"pack": more_drawn},
    ),
    "goods delivered to somebody else": Row(
        "delivery.recipient",
        "ore",
        {"ore": update(recipient=honest().ledger.parties["recycler"])},
    ),
    "a price that had expired": Row(
        "delivery.expired", "ore price", {"ore price": update(valid_until="2024-12-31")}
    ),
    "goods used before they were made": Row(
        "delivery.before_made",
        "ore",
        {"refinery header": update(period={"start": "2024-01-01", "end": "2025-01-01"})},
    ),
    "a customer told a lower figure": Row(
        "delivery.figure", "sulfate 2", {"sulfate 2": stated("0.1")}
    ),
    "a figure of a state that never was": Row(
        "state.unknown",
        "sulfate 2",
        {
            "sulfate 2": lambda delivery: {
                **delivery,
                "figure": {**delivery["figure"], "registry": {"size": 3, "root": "0" * 64}},
            }
        },
    ),
    "an activity that no factor set values": Row(
        "factor.none",
        "recycler",
        {
            "recycler": lambda value: {
                **value,
                "inputs": [
                    *value["inputs"],
                    used("db:nothing", "1", "kg", "material", "end_of_life"),
                ],
            }
        },
    ),
    "an auditor whom nobody accepts": Row(
        "policy.auditor", "attestation", policy=update(auditors=())
    ),
    "a refusal declared": Row(
        "declaration.refused", "attestation", {"attestation": update(outcome="refused")}
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_collusion_is_one_finding_of_its_own(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    ROWS[name].check()


def test_law_whose_demand_is_met_is_no_finding() -> None:
    """The packs are company-specific data, which is all that this rulebook requires."""
    packs = CELLS.model_copy(update={"process": ProcessCode.PACK})
    members = {**LAW, "company_specific": (packs,)}
    law = Row(
        "",
        "",
        {"rulebook": update(**members)},
        policy=update(rulebooks=(blob(STUDY.model_copy(update=members)),)),
    )
    report = law.report(law.chain())
    assert (report.exit_code, "declaration.company_specific" in str(report.findings)) == (0, False)
