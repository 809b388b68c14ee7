"""What a test of tampering judges is judged by others too: the second verifier, and the second conservative figure.

What they do not judge they say, by a code that is listed here for each file of tests.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.second_opinion import beside_others, is_of_the_bundle_alone

AUDIT = Path(__file__).parent
FORMS = {"form.not_judged"}
STOPS: dict[str, set[str]] = {
    "rules/test_attestations": FORMS | {"bundle.no_subject"},
    "test_bytes_changed": set(),
    "log/test_checkpoints": set(),
    "subject/test_delivery_view": {"bundle.no_subject"},
    "test_electricity": FORMS,
    "rules/test_imports": FORMS,
    "rules/test_samples": set(),
    "keys/test_histories": FORMS | {"key.not_judged"},
    "keys/test_use": FORMS,
    "links/test_lineage": set(),
    "test_log_keys": {"key.not_judged"},
    "subject/test_method": set(),
    "test_mistakes": FORMS,
    "log/test_monitor": {"monitor.not_judged"},
    "figure/test_quality": FORMS,
    "test_products": set(),
    "test_redacted": {"section.withheld"},
    "test_resigned": set(),
    "test_resigned_composition": set(),
    "test_resigned_circular": FORMS,
    "test_resigned_documents": {"statement.missing"},
    "test_resigned_entries": FORMS,
    "test_resigned_logs": set(),
    "test_resigned_periods": set(),
    "figure/test_site_balances": FORMS,
    "test_verifier": set(),
}
"""The tables of tampering by file, and the codes at which the second verifier stops with 2 where the first goes on.

In the other files bundles are costly, or of what the others read in other words (tests/peers/test_verify_alone_*.py).
"""

UNJUDGED = FORMS | {"bundle.no_subject", "file.missing"}
"""Why the second program computes no conservative figure where the first one has one, in any file."""


@pytest.fixture(autouse=True)
def _others(request: pytest.FixtureRequest) -> Iterator[None]:
    """The others come to the same verdict for the same reason, and to the same figures, as far as they judge."""
    file = request.path.relative_to(AUDIT).with_suffix("").as_posix()
    if file not in STOPS or not is_of_the_bundle_alone(request.function):
        yield
        return
    with pytest.MonkeyPatch.context() as patch, beside_others(request.module, patch) as three:
        yield
    assert three.differences == []
    assert three.stopped.keys() <= STOPS[file]
    assert three.unjudged.keys() <= UNJUDGED
    assert three.without_figure == 0
