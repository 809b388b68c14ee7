"""The report of the linter on a footprint file of others: each finding with its place, and what to do.

A document, never part of a signed statement. Findings are sorted, errors first. At most 1,000 are listed, and the rest
is counted. An error is a contradiction, or a value that the format does not allow; a warning is a value that is hardly
meant so; a remark is what a reader should know. A report without errors does not mean that a figure is true.
"""

from typing import Final, Literal

from pydantic import Field

from schemas.base import Model
from schemas.values import Index, TreeHash

MAX_FINDINGS = 1_000

LintFormat = Literal[
    "batterypass-1.2",
    "gefeg-batterypass-ready-1.0",
    "pact-3",
    "pact-2",
    "catena-x-pcf-9",
    "catena-x-pcf-7",
    "catena-x-battery-component-1",
    "catena-x-battery-pass-6",
    "openepd",
]
"""The formats that the linter reads."""

Severity = Literal["error", "warning", "remark"]


class LintFinding(Model):
    """One finding. `place` is a field path such as `data[1].pcf.fossilGhgEmissions`; empty for the whole file.

    `stated` is the value as the file writes it; `recomputed` is a decimal string, where there is another value.
    """

    code: str
    place: str
    severity: Severity
    detail: str
    stated: str | None = None
    recomputed: str | None = None


COMPARED_BY: Final = "cradle verify BUNDLE --policy FILE --document FILE"
"""The command that compares a document with a bundle, which the linter does not."""


class LintReport(Model):
    """The report on one file; `file_sha256` is the hash of its bytes, in hexadecimal.

    `not_compared` is the command that compares the file with the bundle of its figure; the linter has seen no bundle.
    """

    file: str
    file_sha256: TreeHash
    format: LintFormat
    footprints: Index
    errors: Index
    warnings: Index
    remarks: Index
    findings: tuple[LintFinding, ...] = Field(max_length=MAX_FINDINGS)
    findings_left_out: Index
    not_compared: Literal["cradle verify BUNDLE --policy FILE --document FILE"] = COMPARED_BY
