"""The step that follows the state of a product's newest figure: what is worth less than it says is made anew first."""

from ledger.service.products.chain import ProductChain
from schemas.views.products import NextStep
from schemas.views.standing import FigureStanding


def next_step(
    chain: ProductChain, standing: FigureStanding | None, *, has_draft: bool, is_made: bool
) -> NextStep:
    """The step that follows: a figure that changed behind is calculated again before it goes on.

    Args:
        chain: of the product.
        standing: of its newest calculation; None without one.
        has_draft: True if a calculation is being typed or waits for its signature.
        is_made: True if the product has a live entry.
    """
    if has_draft:
        return "continue"
    if standing is not None and standing.state == "withdrawn":
        return "explain"
    if not is_made:
        return "submit"
    if standing is None:
        return "calculate"
    is_past = standing.changed is not None or standing.replaced is not None
    return "recalculate" if is_past else _after_calculation(chain, standing)


def _after_calculation(chain: ProductChain, standing: FigureStanding) -> NextStep:
    if standing.is_declared:
        return "open"
    if chain.attestation is None:
        return "follow"
    return "correct" if chain.attestation[1].outcome == "refused" else "declare"
