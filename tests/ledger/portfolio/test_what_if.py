"""Changes that nobody has made: suppliers, own emissions, averages."""

from dataclasses import replace

import numpy as np
import pytest

from ledger.portfolio.coefficients import KEPT, Coefficients, Line
from ledger.portfolio.system import system, total_scores
from ledger.portfolio.what_if import averaged, scaled, taken_from
from schemas.errors import CradleError

ORE, RICH, METAL = Line("ore", "main"), Line("rich", "main"), Line("metal", "main")


def given(
    *inputs: tuple[int, int, float], own: list[float], lines: tuple[Line, ...]
) -> Coefficients[str]:
    """Inputs: taker, taken, amount; own values in the first stage."""
    rows, columns, amounts = (np.array(column) for column in zip(*inputs, strict=True))
    return Coefficients(
        lines=lines,
        rows=rows,
        columns=columns,
        amounts=amounts.astype(float),
        stages=np.full(len(rows), KEPT),
        drawn=np.ones(len(rows), np.bool_),
        keys=("all",),
        own=np.array(own)[:, None],
    )


def totals(it: Coefficients[str]) -> dict[Line, float]:
    """The score of each line."""
    known = system(it)
    return dict(zip(known.lines, total_scores(known).tolist(), strict=True))


def metal() -> Coefficients[str]:
    """1 kg of metal takes 3 kg of ore; rich ore has half the burden."""
    return given((2, 0, 3.0), own=[4.0, 2.0, 1.0], lines=(ORE, RICH, METAL))


def test_another_supplier_is_taken_in_the_same_amount() -> None:
    """1 + 3 x 4 becomes 1 + 3 x 2."""
    assert totals(metal())[METAL] == 13.0
    assert totals(taken_from(metal(), ORE, RICH))[METAL] == 7.0


def test_an_unknown_supplier_is_refused() -> None:
    """No row is changed silently."""
    with pytest.raises(CradleError) as refused:
        taken_from(metal(), ORE, Line("coal", "main"))
    assert (refused.value.code, refused.value.place) == ("portfolio.unknown", "coal#main")


def test_less_own_emissions_are_felt_downstream() -> None:
    """A quarter less at the mine: 1 + 3 x 3."""
    chosen = np.array([True, False, False])
    assert totals(scaled(metal(), chosen, 0.75)) == {ORE: 3.0, RICH: 2.0, METAL: 10.0}


def test_lots_are_averaged_by_their_output() -> None:
    """10 t at 4 kg and 30 t at 2 kg are 40 t at 2.5 kg, and the customer of one lot takes the average."""
    site = Line("site 2025", "main")
    it = averaged(metal(), np.array([0, 0, 1]), np.array([10.0, 30.0, 1.0]), [site, METAL])
    assert totals(it) == {site: 2.5, METAL: 8.5}


def test_an_average_may_close_a_loop() -> None:
    """A lot of metal rests on ore, and a later lot of ore on that metal: averaged, they rest on each other."""
    later = given((1, 0, 1.0), (2, 1, 0.5), own=[1.0, 1.0, 1.0], lines=(ORE, METAL, RICH))
    assert len(system(later).graph.loops) == 0
    lines = [Line("ore 2025", "main"), METAL]
    it = averaged(later, np.array([0, 1, 0]), np.array([1.0, 1.0, 1.0]), lines)
    assert len(system(it).graph.loops) == 1
    found = totals(it)
    assert found[lines[0]] == pytest.approx(1 + 0.25 * found[METAL], rel=1e-15)
    assert found[METAL] == pytest.approx(1 + found[lines[0]], rel=1e-15)


def test_one_lot_for_each_average_changes_nothing() -> None:
    """Weights of one."""
    it = averaged(metal(), np.arange(3), np.array([5.0, 7.0, 9.0]), (ORE, RICH, METAL))
    assert totals(it) == totals(metal())
    assert totals(replace(it, lines=metal().lines)) == totals(metal())
