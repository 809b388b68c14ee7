"""Requests for data on the terminal: one with the state of those below it, or a list."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ledger.cli.terminal.display import print_json
from ledger.cli.terminal.page import show_facts
from ledger.documents.page import Page, listing

FIRMS: Final = frozenset({"asker", "participant"})
"""The members of a request that are ids of participants."""


def show_request(answer: Mapping[str, object], names: Mapping[str, str], *, as_json: bool) -> None:
    """Show a request, and the counts of those below it by tier.

    Args:
        answer: the request.
        names: of the firms that it names by id, shown beside the ids.
        as_json: print it as it is.
    """
    if as_json:
        print_json(answer)
        return
    members = {key: row for key, row in answer.items() if key != "below"}
    for key in FIRMS & members.keys():
        members[key] = _named(str(members[key]), names)
    show_facts(members, as_json=False)
    below = answer.get("below")
    tiers = below.get("tiers") if isinstance(below, dict) else None
    show_facts(dict(_tiers(tiers if isinstance(tiers, list) else [])), as_json=False)


def _tiers(tiers: Iterable[Mapping[str, object]]) -> Iterator[tuple[str, str]]:
    for number, tier in enumerate(tiers, start=1):
        counts = ", ".join(f"{count} {name}" for name, count in tier.items() if "share" not in name)
        yield f"tier {number}", f"{counts} (share {tier['overdue_share']})"


def _named(firm: str, names: Mapping[str, str]) -> str:
    """A firm by its name and id; the id alone where the name is not known."""
    return f"{names[firm]}, {firm}" if firm in names else firm


def layout_requests(
    answer: Mapping[str, Iterable[Mapping[str, Any]]], names: Mapping[str, str]
) -> Page:
    """The page of a list of requests, with the firms by their names."""
    layout = listing(
        "Requests",
        ("request", "state", "due", "product", "asker", "asks"),
        lambda row: (
            row["id"],
            f"{row['state']}{', overdue' if row.get('overdue') else ''}",
            *(row[name] for name in ("due", "product")),
            names.get(row["asker"], row["asker"]),
            names.get(row.get("participant"), row.get("participant") or row.get("firm") or ""),
        ),
    )
    return layout(answer["items"])
