"""One exit status for many verdicts: what contradicts comes before what is missing."""

import pytest

from schemas.views.verified_bundles import VerifiedBundle, VerifiedBundles

DIGEST = "sha256:" + "0" * 64
VERDICTS = {0: "verified", 1: "contradicted", 2: "incomplete"}


@pytest.mark.parametrize(
    ("codes", "status"), [([], 0), ([0, 0], 0), ([0, 2], 2), ([2, 1, 0], 1), ([1], 1)]
)
def test_the_gravest_verdict_decides(codes: list[int], status: int) -> None:
    """1 before 2 before 0."""
    rows = tuple(
        VerifiedBundle.model_validate(
            {
                "file": f"{place}.bundle",
                "bundle": DIGEST,
                "verdict": VERDICTS[code],
                "exit_code": code,
            }
        )
        for place, code in enumerate(codes)
    )
    assert VerifiedBundles(policy=DIGEST, bundles=rows).exit_code == status
