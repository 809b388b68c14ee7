"""The free allocation of a joint process: column A of the good at its end, and that of bought goods."""

from decimal import Decimal

from support.cbam import BOTH, Border, context_of
from support.graph import ident

from ledger.footprint.trade.cbam.results import results, with_joint
from ledger.footprint.trade.cbam.tallies import Line, quantities
from schemas.views.cbam_result import CbamResult

STEEL: Line = (ident("steel"), "main")
PLACE = {"firm": "works", "site": "P1"}


def works(**place: str) -> Border:
    """A blast furnace and a converter, at one place or two; and a mill that takes the steel."""
    border = Border()
    border.make("iron", "72011011", "1000", "1300", route="C", **place)
    border.make(
        "steel",
        "72071111",
        "1000",
        "200",
        [border.sell("iron", "steel", "1000")],
        route="C",
        **place,
    )
    border.make("mill", None, "10", "1", [border.sell("steel", "mill", "10")])
    return border


def joint(border: Border) -> CbamResult:
    """The steel, whose iron is attested, with its free allocation as one process."""
    context = context_of(border, "mill", {"iron to steel": BOTH})
    found = quantities(context, [STEEL])
    (result,) = results([STEEL], found)
    assert result.sefa_joint is None
    return with_joint(result, found)


def test_one_installation_has_the_free_allocation_of_its_good_alone() -> None:
    """Column A of the steel; apart, that of the iron is added to it."""
    found = joint(works(**PLACE))
    assert found.sefa_joint == found.sefa_column_a
    assert Decimal(found.sefa) > Decimal(found.sefa_column_a)


def test_two_installations_are_no_joint_process() -> None:
    """The result is the one that it has anyway."""
    found = joint(works())
    assert found.sefa_joint == found.sefa
    assert Decimal(found.sefa) > Decimal(found.sefa_column_a)


def test_goods_bought_for_a_joint_process_keep_their_allocation() -> None:
    """Of two irons, only that of the own furnace has none."""
    border = works(**PLACE)
    border.make("bought", "72011011", "500", "600", route="C", country="IN")
    rows = [border.sell("bought", "steel", "500"), border.sell("iron", "steel", "500")]
    border.make("steel", "72071111", "1000", "200", rows, route="C", **PLACE)
    found = joint(border)
    assert found.sefa_joint is not None
    assert Decimal(found.sefa_column_a) < Decimal(found.sefa_joint) < Decimal(found.sefa)
