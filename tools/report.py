"""How a check ends: it prints what it found, one line each, and says so in its exit status."""

from collections.abc import Iterable


def conclude(findings: Iterable[str], checked: str) -> int:
    """Print the findings, or what was checked, and return the exit status: 1 if any was found."""
    lines = list(findings)
    print("\n".join(lines) if lines else checked)
    return 1 if lines else 0
