"""The manufacturer's pages, on the small battery's ledger."""

from collections.abc import Iterator

from support.open_page import OpenPage


def manufacturer_pages(declaration: str) -> Iterator[OpenPage]:
    """Paul's pages about what his firm declared."""
    own = f"/manufacturer/figures/{declaration[7:]}"
    yield OpenPage("figure", "paul", f"{own}?open=all")
    yield OpenPage("figure-whole", "olga", own)
    yield OpenPage("readiness", "paul", f"{own}/readiness")
    yield OpenPage("choices", "paul", f"{own}/choices")
    yield OpenPage("what-if", "paul", f"{own}/what-if?site=0&with=SE")
