"""The second verifier beside the first: both run on the same bytes, and differences are kept.

They have the same exit status, for a reason that both name, and the same total. The second one may
also stop with 2: at a part that it does not check, under a code of its own, or at a missing part that
the first one names as well, before it reaches the contradiction that the first one finds. `Three` runs
the second program for the conservative figure too, on each bundle for which the first has one.
"""

import importlib.util
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar, NamedTuple

import pytest
from support import ledger_battery, verdicts

from ledger.audit.policy import format_policy, parse_policy
from ledger.audit.verifier import Progress, ignore_progress, verify
from schemas.errors import CradleError
from schemas.signed.policy import Policy
from schemas.views.report import Report

PEERS = Path(__file__).parents[1] / "peers"
FILE = PEERS / "verify_alone.py"

NOT_JUDGED = {
    "attestation.not_judged",
    "bundle.no_subject",  # a bundle about a delivery
    "form.not_judged",
    "functional_unit.not_judged",
    "key.not_judged",
    "monitor.not_judged",
    "rulebook.not_judged",
    "statement.missing",  # a calculation that an attestation alone names
}
"""The codes of the second verifier for what it does not judge."""

OTHER_WORDS = {
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
CONSERVATIVE = load(PEERS / "conservative_alone.py")


class Judged(NamedTuple):
    """The second verifier's result: exit status, the code of its finding, and the total."""

    exit_code: int
    code: str
    total: str


def judge_alone(data: bytes, policy: object, own: tuple[bytes, ...] = ()) -> Judged:
    """The second verifier's result on a bundle, under a policy that it has read."""
    exit_code, code, told = ALONE.Audit().run(policy, data, own)
    return Judged(exit_code, code, "" if code else told)


def is_refused(policy: bytes) -> bool:
    """Return whether the first verifier refuses a policy."""
    try:
        parse_policy(policy)
    except CradleError:
        return True
    return False


def difference(report: Report, audit: Judged, *, reasons: bool = True) -> str:
    """The difference of the verdicts and their reasons; empty if there is none, or if one was not judged."""
    codes = {audit.code} - {""}
    named = {row.code for row in report.findings if row.severity != "remark"}
    named = {OTHER_WORDS.get(code, code) for code in named}
    if audit.exit_code == report.exit_code == 0:
        same = audit.total == report.recomputed_total
        return "" if same else f"another total {audit.total}"
    may_stop = audit.exit_code == 2 and codes <= named | NOT_JUDGED
    may_agree = audit.exit_code == report.exit_code and (codes & named or not reasons)
    if may_stop or may_agree:
        return ""
    return f"{report.exit_code} {named}, alone {audit.exit_code} {codes}"


class Both:
    """Run both verifiers on the given input, and keep the differences.

    `stopped` counts the codes at which the second one stopped with 2 where the first came to another
    verdict.
    """

    def __init__(self) -> None:
        """Nothing was compared yet."""
        self.compared: set[tuple[bytes, Policy]] = set()
        self.differences: list[str] = []
        self.stopped: Counter[str] = Counter()

    def __call__(
        self,
        data: bytes,
        policy: Policy,
        policy_digest: str,
        own: tuple[bytes, ...] = (),
        progress: Progress = ignore_progress,
    ) -> Report:
        """The report of the first verifier."""
        report = verify(data, policy, policy_digest, own, progress)
        bundle = sha256(data).digest(), policy
        if own or bundle not in self.compared:
            self.compared.add(bundle)
            self._compare(report, data, policy, own)
        return report

    def _compare(self, report: Report, data: bytes, policy: Policy, own: tuple[bytes, ...]) -> bool:
        """Compare the verdicts; return False if neither of the two accepts the policy as a file."""
        audit = self._judge(data, policy, own)
        if audit is not None:
            self.differences += filter(None, [difference(report, audit)])
            if audit.exit_code != report.exit_code:
                self.stopped.update([audit.code])
        return audit is not None

    def _judge(self, data: bytes, policy: Policy, own: tuple[bytes, ...]) -> Judged | None:
        """The second verifier's result; None if neither of the two accepts the policy as a file."""
        written = format_policy(policy)
        try:
            read = ALONE.parse_policy(written)
        except (ValueError, ALONE.FindingError):
            self.differences += [] if is_refused(written) else ["it refused a policy"]
            return None
        return judge_alone(data, read, own)


def alone(program: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """One of the programs as its reader runs it: a bare interpreter, without any installed package."""
    command = [sys.executable, "-S", "-I", str(program), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def conservative_alone(policy: Policy, data: bytes, own: tuple[bytes, ...]) -> object:
    """The second program's conservative total, parts, interaction and list, as the first one shows them."""
    read = CONSERVATIVE.ALONE.parse_policy(format_policy(policy))
    result = CONSERVATIVE.conservative(read, data, own)

    def shown(number: Any, context: Any) -> str | None:  # noqa: ANN401 - of a file without types
        return None if number is None else str(CONSERVATIVE.fixed(context.plus(number)))

    few, up = CONSERVATIVE.SHOWN, CONSERVATIVE.UP
    rows = [
        (it.kind, it.subject, it.at or None, shown(it.effect, few), it.state)
        for it in result.choices
    ]
    parts = [shown(kg, few) for kg in result.parts or ()]
    return shown(result.total, up), parts, shown(result.interaction, few), rows


class Three(Both):
    """Run both verifiers and the second program for the conservative figure, and keep the differences.

    `unjudged` counts what that program says where it computes nothing, `without_figure` the bundles that are verified
    and have no conservative figure.
    """

    judged: ClassVar[set[tuple[bytes, Policy]]] = set()
    """What was compared already, by any test of this process."""

    def __init__(self) -> None:
        super().__init__()
        self.compared = self.judged
        self.unjudged: Counter[str] = Counter()
        self.without_figure = 0

    def _compare(self, report: Report, data: bytes, policy: Policy, own: tuple[bytes, ...]) -> bool:
        figure = report.conservative
        if not super()._compare(report, data, policy, own):
            return False
        if figure is None:
            self.without_figure += report.exit_code == 0
        else:
            assert figure.parts is not None
            rows = [
                (it.code, it.subject, it.coordinate, it.effect, str(it.state))
                for it in report.choices or ()
            ]
            parts = [figure.parts.data_and_modelling, figure.parts.method_and_use]
            first = figure.total, parts, figure.interaction, rows
            try:
                second = conservative_alone(policy, data, own)
            except (CONSERVATIVE.NotJudgedError, CONSERVATIVE.ALONE.FindingError) as error:
                self.unjudged[error.args[0]] += 1
            else:
                self.differences += [] if first == second else [f"{first}, alone {second}"]
        return True


def is_of_the_bundle_alone(test: Callable[..., object]) -> bool:
    """False for a test of random bundles, and for one that changes the first verifier alone."""
    return not hasattr(test, "hypothesis") and "monkeypatch" not in test.__annotations__


@contextmanager
def beside_others(module: ModuleType, patch: pytest.MonkeyPatch) -> Iterator[Three]:
    """Put the three programs in the place of `verify`, in a module of tests and in what it judges bundles with."""
    three = Three()
    for place in (verdicts, ledger_battery, module):
        if hasattr(place, "verify"):
            patch.setattr(place, "verify", three)
    yield three
