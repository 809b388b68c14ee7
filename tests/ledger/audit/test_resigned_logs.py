"""Table 2 of tampering, the other half: statements changed and signed again, with or without changed logs.

A colluding operator writes false leaves into the logs, leaves leaves out, or shows an older state.
"""

import pytest
from support.collusion import Row, act, leave_out, update
from support.misdeeds import (
    NOBODY,
    after_pack,
    correct_mine,
    delayed,
    forged_state,
    forget_product,
    grown,
    known_leaf,
    leaf_of,
    logged_again,
    logged_party,
    newcomer,
    out_of_turn,
)
from support.signed_battery import build, honest
from support.signed_chain import SignedChain, output

from schemas.signed.log import MadeLeaf
from schemas.signed.statement import Kind


def withdrawn(kind: str, name: str) -> Row:
    """An input of the calculation is withdrawn before it, but counted nevertheless."""

    def early(chain: SignedChain) -> None:
        members = {"withdraws": chain.ids[name], "reason": "entered_in_error"}
        chain.ids["withdrawal"] = chain.ledger.state(Kind.WITHDRAWAL, "recycler", members)

    return Row(f"{kind}.withdrawn", name, {"early": act(early)})


PACKS = output("pack", "3", "piece", batteries=3)
EARLIER = honest().ledger.registry.state(6)
FUTURE = build({"after": act(newcomer)}).ledger.registry.state()
LATER = build({"late": act(correct_mine)}).ledger.registry.state()

ROWS = {
    "an `as_of` before the policy's oldest checkpoint": Row(
        "as_of.too_old",
        "calculation",
        {"after": act(newcomer)},
        policy=update(oldest_registry_size=honest().ledger.registry.state().size + 1),
    ),
    "a registry older than the policy accepts": Row(
        "registry.too_old",
        "checkpoints/registry",
        policy=update(oldest_registry_size=1000),
    ),
    "a supersession that the registry shows and the calculation ignores": Row(
        "calculation.outdated", "mine 2", {"late": act(correct_mine)}
    ),
    "a registry leaf without its statement": Row(
        "statement.missing",
        NOBODY,
        {"after": act(lambda chain: chain.ledger.change(chain.ids["mine 2"], NOBODY))},
        exit_code=2,
    ),
    "logs rebuilt without it, against the last seen checkpoint": Row(
        "registry.last_seen", "registry.json", policy=update(last_seen=LATER)
    ),
    "a cited entry dropped": Row(
        "statement.missing", "refinery", files=leave_out("refinery"), exit_code=2
    ),
    "a withdrawn entry counted": withdrawn("entry", "recycler"),
    "a withdrawn delivery counted": withdrawn("delivery", "treatment"),
    "a product of which the registry does not tell": Row(
        "registry.missing_leaf", "pack", {"before": act(forget_product)}
    ),
    "two successors of one entry": Row(
        "registry.two_successors",
        "mine 2",
        {
            "early": act(lambda chain: (correct_mine(chain), correct_mine(chain, "mine 4"))),
        },
    ),
    "the same goods stated twice": Row(
        "entry.duplicate",
        "trial",
        {
            "trial header": update(lot="other"),
            "trial": lambda value: {**value, "outputs": [PACKS]},
            "pack header": update(lot="other", basis="lot_actual"),
        },
    ),
    "a state of the registry that is shown to nobody else": Row(
        "leaf.registry", "withdrawal", {"then": act(forged_state)}
    ),
    "such a state in the last leaf": Row(
        "registry.forked", "registry.json", {"after": act(forged_state)}
    ),
    "the same goods stated twice, without lots": Row(
        "entry.duplicate",
        "",
        {
            "trial header": lambda members: {
                **{name: value for name, value in members.items() if name != "lot"},
                "basis": "site_period_average",
            },
            "trial": lambda value: {**value, "outputs": [PACKS]},
        },
    ),
    "an entry left out that draws what was not delivered": Row(
        "balance.drawn_above_delivery",
        "sulfate 2",
        {
            "trial": lambda value: {
                **value,
                "inputs": [{**value["inputs"][0], "amount": "1500"}, *value["inputs"][1:]],
            }
        },
    ),
    "another entry of the model, before the calculation": Row(
        "calculation.outdated", "more", {"late": act(after_pack)}
    ),
    "a calculation made as of what was still to come": Row(
        "as_of.ahead",
        "calculation",
        {"as_of": lambda _: FUTURE.to_json(), "after": act(newcomer)},
    ),
    "a change of which its statement says nothing": Row(
        "registry.contradicted",
        "sulfate",
        {
            "after": act(
                lambda chain: chain.ledger.change(chain.ids["mine 2"], chain.ids["sulfate"])
            )
        },
    ),
    "a product that its entry did not make": Row(
        "registry.contradicted",
        "pack",
        {
            "after": leaf_of(
                lambda chain: MadeLeaf(v=1, kind="made", subject=NOBODY, id=chain.ids["pack"])
            )
        },
    ),
    "a change of keys that is not in the bundle": Row(
        "statement.missing", NOBODY, {"after": leaf_of(known_leaf)}, exit_code=2
    ),
    "a supplier registered after its statements": Row(
        "issuer.unknown", "recycler", delayed("recycler", for_ever=False)
    ),
    "a supplier that the registry does not know": Row(
        "participant.unregistered", "party recycler", delayed("recycler", for_ever=True)
    ),
    "a citation of what the log holds only later": Row(
        "citation.forward", "refinery", {"after": act(lambda chain: out_of_turn(chain, "ore"))}
    ),
    "a statement that the log holds twice": Row(
        "leaf.duplicate", "refinery", {"after": act(lambda chain: logged_again(chain, "refinery"))}
    ),
    "a registration in the entries log": Row(
        "leaf.statement", "party mine", {"after": act(lambda chain: logged_party(chain, "mine"))}
    ),
    "a state of the registry that goes backwards": Row(
        "leaf.registry_backwards",
        "declaration",
        {"after": act(lambda chain: grown("declaration", chain))},
    ),
    "a figure told of a state that a correction had overtaken": Row(
        "figure.outdated",
        "sulfate 2",
        {
            "sulfate 2": lambda delivery: {
                **delivery,
                "figure": {**delivery["figure"], "registry": EARLIER.to_json()},
            }
        },
    ),
}


@pytest.mark.parametrize("name", ROWS)
def test_collusion_is_one_finding_of_its_own(name: str) -> None:
    """The report has exactly one finding, with the row's code and subject."""
    ROWS[name].check()
