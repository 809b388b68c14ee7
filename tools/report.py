"""The end of a check: print its findings, one line each, and return the exit status."""

from collections.abc import Iterable


def conclude(findings: Iterable[str], checked: str) -> int:
    """Print the findings, or `checked` if there are none; return the exit status, 1 with findings, else 0."""
    lines = list(findings)
    print("\n".join(lines) if lines else checked)
    return 1 if lines else 0
