"""Requests for data on the terminal: one with the state of those below it, or a list."""

from collections.abc import Iterable, Mapping

from ledger.cli.terminal.display import console, print_json


def show_request(answer: Mapping[str, object], *, as_json: bool) -> None:
    """Show a request, and the counts of those below it by tier."""
    if as_json:
        print_json(answer)
        return
    below = answer.get("below")
    for name, value in answer.items():
        text = value
        if isinstance(value, dict):
            text = ", ".join(f"{key} {part}" for key, part in value.items())
        if name != "below":
            console.print(f"{name:<12} {text}", markup=False)
    tiers = below.get("tiers") if isinstance(below, dict) else None
    for number, tier in enumerate(tiers if isinstance(tiers, list) else [], start=1):
        counts = ", ".join(f"{count} {name}" for name, count in tier.items() if "share" not in name)
        share = tier["overdue_share"]
        console.print(f"{f'tier {number}':<12} {counts} (share {share})", markup=False)


def show_requests(found: Iterable[Mapping[str, object]], *, as_json: bool) -> None:
    """Show a line for each request."""
    if as_json:
        print_json({"items": list(found)})
        return
    for row in found:
        late = ", overdue" if row.get("overdue") else ""
        whom = row.get("participant") or row.get("firm")
        line = f"{row['id']}  {row['state']}{late}, due {row['due']}  {row['product']}"
        console.print(f"{line}  {row['asker']} asks {whom}", markup=False)
