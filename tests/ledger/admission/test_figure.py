"""A delivery's figure: equal to the preview, under a state that still applies, or refused."""

import pytest
from support.ledger_battery import DIGEST, BatteryChain, power
from support.ledger_world import made, replacing
from support.refusal import refused

from ledger.service.answers.preview import preview
from ledger.state import figures
from ledger.state.drafting import Draft, sign_draft
from schemas.signed.delivery import DeliveredFigure
from schemas.values import RegistryState


def told(chain: BatteryChain) -> DeliveredFigure:
    """The ledger's preview for a kilogram of ore."""
    return preview(chain.world.ledger, chain.mined, "main", chain.rulebook, [chain.factors])


def carrying(chain: BatteryChain, figure: DeliveredFigure) -> Draft:
    """A delivery with a figure."""
    return chain.world.delivery(chain.mine, chain.mined, chain.plant, amount="1", figure=figure)


def refuses(chain: BatteryChain, figure: DeliveredFigure, code: str, place: str) -> None:
    """Hold that a delivery with this figure is refused."""
    submission = sign_draft(carrying(chain, figure), [chain.mine.working])
    chain.world.refuses(submission, code, place)


def test_preview_is_accepted(chain: BatteryChain) -> None:
    """The supplier signs the preview's figure: 100 kWh x 0.5 over 100 kg."""
    figure = told(chain)
    assert figure.total == "0.5"
    draft = carrying(chain, figure)
    assert chain.world.submit(draft, chain.mine.working).id == draft.id


CHANGES = {
    "another total": {"total": "0.4"},
    "cells left out": {"cells": ()},
    "another spelling of the value": {"total": "0.50000000000001"},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_other_digits(shared: BatteryChain, change: dict[str, object]) -> None:
    """Strings are compared, so a better number is refused as well as a worse one."""
    refuses(shared, told(shared).model_copy(update=change), "delivery.figure", "figure")


def test_preview_of_no_line(shared: BatteryChain) -> None:
    """A line that the entry does not have has no figure."""
    with refused("delivery.line", "line"):
        preview(shared.world.ledger, shared.mined, "other", shared.rulebook, [shared.factors])


def test_figures_are_kept_within_bounds(
    shared: BatteryChain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The oldest graph gives way to a new one, and the figure is the same."""
    monkeypatch.setattr(figures, "GRAPHS", 1)
    told(shared)
    kept = shared.world.ledger.memory.graphs
    preview(shared.world.ledger, shared.packs, "main", shared.rulebook, [shared.factors])
    assert len(kept) == 1
    assert told(shared).total == "0.5"


def test_state_that_never_was(shared: BatteryChain) -> None:
    """A size that is not reached yet, or another root, is not a state of this log."""
    figure = told(shared)
    size, root = figure.registry.size, figure.registry.root
    for state in (
        RegistryState(size=size + 1, root=root),
        RegistryState(size=size, root="ab" * 32),
        RegistryState(size=size - 1, root=root),
    ):
        wrong = figure.model_copy(update={"registry": state})
        refuses(shared, wrong, "state.unknown", "figure.registry")


def test_unknown_method(shared: BatteryChain) -> None:
    """A rulebook or factor set that the ledger does not keep cannot be recomputed under."""
    figure = told(shared)
    for change, code in (
        ({"rulebook": DIGEST}, "rulebook.unknown"),
        ({"rulebook": shared.factors}, "rulebook.unknown"),
        ({"factor_sets": (DIGEST,)}, "factor_set.unknown"),
        ({"factor_sets": (shared.rulebook,)}, "factor_set.unknown"),
    ):
        wrong = figure.model_copy(update=change)
        refuses(shared, wrong, code, code.removesuffix(".unknown"))


def test_outdated(chain: BatteryChain) -> None:
    """A correction of a statement behind the figure makes it stale, at any depth."""
    old = preview(chain.world.ledger, chain.packs, "main", chain.rulebook, [chain.factors])
    work = [power("90")]
    chain.world.enter(
        chain.mine, [made(chain.mine)], inputs=work, supersedes=replacing(chain.mined)
    )
    draft = chain.world.delivery(chain.plant, chain.packs, chain.mine, amount="1", figure=old)
    submission = sign_draft(draft, [chain.plant.working])
    chain.world.refuses(submission, "figure.outdated", "figure.registry")
    new = preview(chain.world.ledger, chain.packs, "main", chain.rulebook, [chain.factors])
    assert new.total == "0.435"
    chain.world.deliver(chain.plant, chain.packs, chain.mine, amount="1", figure=new)


def test_other_lineages_do_not_matter(chain: BatteryChain) -> None:
    """A change that the line does not rest on leaves an older state good."""
    figure = told(chain)
    chain.world.withdraw(chain.recycler, chain.treatment)
    draft = carrying(chain, figure)
    assert chain.world.submit(draft, chain.mine.working).id == draft.id
