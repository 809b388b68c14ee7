"""The second verifier beside the first: both run on the same bytes, and where they differ is kept.

Where they may differ is listed with the reason.
"""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Protocol

from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.verifier import verify
from schemas.errors import CradleError
from schemas.policy import Policy
from schemas.report import Report

FILE = Path(__file__).parents[1] / "peers" / "verify_alone.py"

NOT_READ = "external.not_read"
"""Imported files are not read here, so a bundle with one is never more than incomplete."""

NOT_FILLED = "filling.not_supported"
"""Nor are gaps filled, so the figure of such a calculation is not told."""

NO_KEYS = "key.changed"
"""Changes of keys are not followed, so who signed by a key that came or went is not told."""

NO_DELIVERY = "delivery.not_supported"
"""A bundle about a delivery is read, proved and not judged."""

NOT_JUDGED = {NOT_READ, NOT_FILLED, NO_KEYS, NO_DELIVERY}

OTHER_WORDS = {
    "checkpoint.unrelated": "merkle.inclusion",
    "registry.behind": "registry.forked",
}
"""Codes of the first verifier that the second has no word of its own for."""


def load(file: Path) -> ModuleType:
    """A module from its file, as it is; nothing of it is kept for other tests."""
    spec = importlib.util.spec_from_file_location(f"alone_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALONE = load(FILE)


class Judged(Protocol):
    """What the second verifier tells: level, code, subject and sentence of each finding, and the total."""

    found: dict[tuple[int, str, str, str], None]
    total: str | None
    exit_code: int


def is_refused(policy: bytes) -> bool:
    """Whether the first verifier does not take a policy."""
    try:
        parse_policy(policy)
    except CradleError:
        return True
    return False


class Both:
    """Runs both verifiers on what it is given, and keeps where they differ."""

    def __init__(self) -> None:
        """Nothing was compared yet."""
        self.compared: set[tuple[bytes, Policy]] = set()
        self.differences: list[str] = []

    def __call__(
        self, data: bytes, policy: Policy, policy_digest: str, own: tuple[bytes, ...] = ()
    ) -> Report:
        """The report of the first verifier."""
        report = verify(data, policy, policy_digest, own)
        if own or (data, policy) not in self.compared:
            self.compared.add((data, policy))
            audit = self._judge(data, policy, own)
            self.differences += (
                [] if audit is None else filter(None, [self._difference(report, audit)])
            )
        return report

    def _judge(self, data: bytes, policy: Policy, own: tuple[bytes, ...]) -> Judged | None:
        """What the second verifier tells; None where neither of the two takes the policy as a file."""
        written = format_policy(policy)
        try:
            read = ALONE.parse_policy(written)
        except ValueError:
            self.differences += [] if is_refused(written) else ["it refused a policy"]
            return None
        judged: Judged = ALONE.Audit(read, own).run(data)
        return judged

    @staticmethod
    def _difference(report: Report, audit: Judged) -> str:
        """How the verdicts differ; empty where they do not, or may."""
        codes = {code for level, code, _, _ in audit.found if level}
        wanted = {row.code for row in report.findings if row.severity != "remark"}
        wanted = {
            OTHER_WORDS.get(code, code) for code in wanted if not code.startswith("container.")
        }
        if NOT_JUDGED & codes:
            may = {2, report.exit_code} - {0}
            return "" if audit.exit_code in may else f"it judged what it cannot: {codes}"
        if audit.exit_code != report.exit_code or not wanted <= codes:
            return f"{report.exit_code} {wanted}, alone {audit.exit_code} {codes}"
        if None not in {audit.total, report.recomputed_total}:
            return "" if audit.total == report.recomputed_total else f"another total {audit.total}"
        return ""
