"""The media type that a client likes best (RFC 9110 section 12.5.1)."""

import pytest

from api.negotiation import HTML, JSON, PDF, choose_type

OFFERED = (JSON, HTML, PDF)


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/html", HTML),
        ("text/*", HTML),
        ("application/pdf, */*;q=0.1", PDF),
        ("text/html;q=0.5, application/pdf;q=0.9", PDF),
        ("TEXT/HTML ; Q=1", HTML),
        ("application/*, application/json;q=0", PDF),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),
        ("image/png", None),
        ("*/*;q=0", None),
        ("application/json;q=none", None),
    ],
)
def test_the_most_specific_range_with_the_highest_weight_decides(
    accept: str | None, chosen: str | None
) -> None:
    """The RFC's own cases, a browser's header, and broken ones."""
    assert choose_type(accept, OFFERED) == chosen
