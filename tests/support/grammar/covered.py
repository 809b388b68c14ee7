"""The law for one change of an honest chain, under every rulebook that accepts it; one does."""

from collections.abc import Callable

from support.grammar.chains import CHAINS
from support.grammar.run import RULEBOOKS
from support.grammar.search import ROUNDING
from support.grammar.world import World, judge


def assert_covered(chain: str, change: Callable[[World], World]) -> None:
    """The change lowers the declared figure of a chain, and its conservative figure stays above the honest one."""
    accepted = 0
    for rulebook in RULEBOOKS:
        honest, verdict = judge(CHAINS[chain](), rulebook), judge(change(CHAINS[chain]()), rulebook)
        assert honest is not None
        assert verdict is not None
        accepted += verdict.is_accepted
        if verdict.is_accepted:
            assert verdict.outcome.total < honest.outcome.total
            assert verdict.settled is not None
            assert verdict.settled >= honest.outcome.total - ROUNDING
    assert accepted
