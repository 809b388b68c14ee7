"""`verified_bundles`: the verdict on each of many bundles under one policy."""

from typing import Literal

from schemas.base import Model
from schemas.values import Code, Digest, Figure, Text
from schemas.views.report import Report, Verdict


class VerifiedBundle(Model):
    """The verdict on a bundle file; members as in `Report`, `codes` those of its findings in their order."""

    file: Text
    bundle: Digest
    verdict: Verdict
    exit_code: Literal[0, 1, 2]
    declared_total: Figure | None = None
    recomputed_total: Figure | None = None
    codes: tuple[Code, ...] = ()

    @classmethod
    def of(cls, file: str, report: Report) -> "VerifiedBundle":
        """The verdict of a report."""
        return cls(
            file=file,
            bundle=report.bundle,
            verdict=report.verdict,
            exit_code=report.exit_code,
            declared_total=report.declared_total,
            recomputed_total=report.recomputed_total,
            codes=tuple(dict.fromkeys(finding.code for finding in report.findings)),
        )


class VerifiedBundles(Model):
    """Bundles in the order of their files' names."""

    policy: Digest
    bundles: tuple[VerifiedBundle, ...]

    @property
    def exit_code(self) -> int:
        """1 if one is contradicted, else 2 if one is not verified, else 0."""
        codes = {row.exit_code for row in self.bundles}
        return 1 if 1 in codes else max(codes, default=0)
