"""Requests for data on the terminal: one with the state of those below it, or a list."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ledger.cli.terminal.display import print_json
from ledger.cli.terminal.page import show_facts
from ledger.documents.page import Page, listing


def show_request(answer: Mapping[str, object], *, as_json: bool) -> None:
    """Show a request, and the counts of those below it by tier."""
    if as_json:
        print_json(answer)
        return
    show_facts({key: row for key, row in answer.items() if key != "below"}, as_json=False)
    below = answer.get("below")
    tiers = below.get("tiers") if isinstance(below, dict) else None
    show_facts(dict(_tiers(tiers if isinstance(tiers, list) else [])), as_json=False)


def _tiers(tiers: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for number, tier in enumerate(tiers, start=1):
        counts = ", ".join(f"{count} {name}" for name, count in tier.items() if "share" not in name)
        yield f"tier {number}", f"{counts} (share {tier['overdue_share']})"


def layout_requests(answer: Mapping[str, Iterable[Mapping[str, Any]]]) -> Page:
    """The page of a list of requests."""
    layout = listing(
        "Requests",
        ("request", "state", "due", "product", "asker", "asks"),
        lambda row: (
            row["id"],
            f"{row['state']}{', overdue' if row.get('overdue') else ''}",
            *(row[name] for name in ("due", "product", "asker")),
            row.get("participant") or row.get("firm") or "",
        ),
    )
    return layout(answer["items"])
