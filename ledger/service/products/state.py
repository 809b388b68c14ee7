"""The states of a product's newest figure, and the step that follows them."""

from collections.abc import Collection, Iterator

from ledger.service.products.chain import ProductChain
from schemas.views.products import NextStep, ProductState


def states_of(
    chain: ProductChain, touched: Collection[str], *, has_draft: bool
) -> tuple[ProductState, ...]:
    """The states in the order in which one follows another.

    Args:
        chain: of the product.
        touched: the events behind the calculation since it was made: `superseded`, `withdrawn`, `added`.
        has_draft: True if a calculation is being typed or waits for its signature.
    """
    return tuple(_states(chain, touched, has_draft=has_draft)) or ("none",)


def _states(
    chain: ProductChain, touched: Collection[str], *, has_draft: bool
) -> Iterator[ProductState]:
    if has_draft:
        yield "draft"
    if chain.calculation is not None:
        yield "logged"
    if chain.attestation is not None:
        yield "refused" if chain.attestation[1].outcome == "refused" else "attested"
    if _is_declared(chain):
        yield "declared"
    if "withdrawn" in touched:
        yield "withdrawn"
    elif touched:
        yield "stale"


def next_step(
    chain: ProductChain, touched: Collection[str], *, has_draft: bool, is_made: bool
) -> NextStep:
    """The step that follows: a figure that changed behind is calculated again before it goes on.

    Args:
        chain: of the product.
        touched: the events behind the calculation since it was made.
        has_draft: True if a calculation is being typed or waits for its signature.
        is_made: True if the product has a live entry.
    """
    if has_draft:
        return "continue"
    if "withdrawn" in touched:
        return "explain"
    if not is_made:
        return "submit"
    if chain.calculation is None:
        return "calculate"
    return "recalculate" if touched else _after_calculation(chain)


def _after_calculation(chain: ProductChain) -> NextStep:
    if _is_declared(chain):
        return "open"
    if chain.attestation is None:
        return "follow"
    return "correct" if chain.attestation[1].outcome == "refused" else "declare"


def _is_declared(chain: ProductChain) -> bool:
    """True if the newest calculation is the declared one."""
    if chain.calculation is None or chain.declaration is None:
        return False
    return chain.declaration[1].calculation == chain.calculation[0]
