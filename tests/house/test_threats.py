"""Each threat of threats.toml: its test fails once its mechanism is removed, and only as a test fails.

Every row runs in a process of its own, which imports the project anew. A test that ends with anything but a failed
assertion, or a refusal that did not come, has met the replacement and not the threat. One that
misses a program or data from outside skips its row with the reason. `make test-threats` runs these;
`make test` checks the table alone.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.forks import Forks, forking
from support.need import Missing, asks_for_programs
from support.sabotage import ENDED, REPLACEMENTS, VARIABLE, find

from tools import threats, tree

ROWS = threats.read_threats()
SABOTAGED = pytest.mark.threats
PROOFS = [row for row in ROWS if row.replacement is not None]
AS_A_TEST_FAILS = ("AssertionError", "Failed")
"""A failed `assert`, and what `pytest.raises` raises where nothing was raised."""


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    """The process that runs start from."""
    with forking(tree.TOP) as it:
        yield it


def end_of(forks: Forks, function: str, replacement: str, test: str) -> tuple[str, str]:
    """The outcome of a test without a mechanism, and its whole output."""
    sabotaged = {VARIABLE: f"{function} {replacement}"}
    printed = forks.run("-x", "-p", "support.sabotage", test, **sabotaged).printed
    return printed.rpartition(f"{ENDED}: ")[2].partition("\n")[0], printed


def asks(threat: threats.Threat) -> bool:
    """True if the row's test is in a module that asks for programs."""
    return asks_for_programs(tree.TOP / str(threat.test).partition("::")[0])


def as_parameter(threat: threats.Threat) -> object:
    """The row as a parameter, marked as its test is."""
    marks = [pytest.mark.outside] if asks(threat) else []
    return pytest.param(threat, id=f"{threat.number} {threat.name}", marks=marks)


@SABOTAGED
@pytest.mark.parametrize("threat", [as_parameter(row) for row in PROOFS])
def test_without_its_mechanism_a_threat_is_seen(forks: Forks, threat: threats.Threat) -> None:
    """The row's test fails by an assertion or a missing refusal."""
    if threat.pending is not None:
        pytest.skip(f"waits for {threat.pending}")
    kind, printed = end_of(forks, str(threat.function), str(threat.replacement), str(threat.test))
    name, _, reason = kind.partition(": ")
    if name == Missing.__name__:
        pytest.skip(f"{threat.test} {reason}")
    assert kind in AS_A_TEST_FAILS, printed


TEST = "tests/ledger/trust/test_proof.py::test_node_is_no_leaf"


@SABOTAGED
@pytest.mark.parametrize(
    ("function", "replacement", "test", "kind"),
    [
        ("ledger.trust.note:check_name", "nothing", TEST, "nothing"),
        ("ledger.trust.proof:split", "nothing", TEST, "TypeError"),
        ("ledger.trust.proof:check_inclusion", "nothing", f"{TEST}_of_another_name", "no run"),
    ],
)
def test_other_ends_are_no_proof(
    forks: Forks, function: str, replacement: str, test: str, kind: str
) -> None:
    """A test that still passes, fails by the replacement itself, or does not exist is reported as such."""
    found, _ = end_of(forks, function, replacement, test)
    assert found == kind
    assert found not in AS_A_TEST_FAILS


SKIPPING = """
import pytest
from support.need import need_shared
@pytest.fixture
def peer(): return need_shared("no such folder")
@pytest.fixture
def idle(): pytest.skip("not today")
def test_misses(): need_shared("no such folder")
def test_misses_in_a_fixture(peer): pass
def test_skips(): pytest.skip("not today")
def test_skips_in_a_fixture(idle): pass
@pytest.mark.skip(reason="not today")
def test_marked(): pass
"""
REASON = (
    "Missing: needs the test data no such folder; set CRADLE_SHARED to the folder that holds it"
)


@SABOTAGED
@pytest.mark.parametrize(
    ("test", "kind"),
    [
        ("test_misses", REASON),
        ("test_misses_in_a_fixture", REASON),
        ("test_skips", "Skipped"),
        ("test_skips_in_a_fixture", "no run"),
        ("test_marked", "no run"),
    ],
)
def test_what_is_missing_is_distinguished_from_other_skips(
    forks: Forks, tmp_path: Path, test: str, kind: str
) -> None:
    """The reason is kept, from test or fixture; any other skip is a test that was not run."""
    (tmp_path / "test_suite.py").write_text(SKIPPING)
    found, _ = end_of(
        forks, "ledger.trust.proof:split", "nothing", f"{tmp_path}/test_suite.py::{test}"
    )
    assert found == kind


@SABOTAGED
def test_a_threat_skips_with_the_reason_of_its_test(forks: Forks) -> None:
    """On a bare machine a row skips if its test needs a program, and names it."""
    threat = next(row for row in PROOFS if asks(row))
    row = f"{test_without_its_mechanism_a_threat_is_seen.__name__}[{threat.number} {threat.name}]"
    run = forks.run("-rs", f"{__file__}::{row}", CRADLE_BARE="1", CRADLE_NO_SKIP="0")
    assert run.code == 0, run.printed
    assert "1 skipped" in run.printed
    assert f"{threat.test} needs " in run.printed


def test_rows_are_numbered_in_order() -> None:
    """The numbers ascend, and each number and name is unique."""
    assert [row.number for row in ROWS] == sorted({row.number for row in ROWS})
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("threat", ROWS, ids=lambda row: str(row.number))
def test_a_row_is_proved_or_says_why_not(threat: threats.Threat) -> None:
    """A row has function, replacement and test, or a reason; its sentences are complete."""
    proved = bool(threat.function and threat.test and threat.replacement in REPLACEMENTS)
    assert proved is (threat.why is None)
    if not proved:
        assert threat.function is threat.replacement is None
    for sentence in (threat.mechanism, threat.remains, threat.why):
        assert sentence is None or (sentence.endswith(".") and "|" not in sentence)


@pytest.mark.parametrize(
    "function", [row.function for row in ROWS if row.function and row.pending is None]
)
def test_a_mechanism_is_a_function_that_is_there(function: str) -> None:
    """The name leads to a callable."""
    owner, name = find(function)
    assert callable(getattr(owner, name))


def test_all_tests_are_there(forks: Forks) -> None:
    """Every node id of a row is collected."""
    tests = [row.test for row in ROWS if row.test is not None and row.pending is None]
    run = forks.run("--collect-only", *tests)
    assert run.code == 0, run.printed


def test_the_page_shows_these_rows() -> None:
    """docs/threats.md has a line for each row, and equals the generated page."""
    page = (tree.TOP / threats.PAGE).read_text(encoding="utf-8")
    assert threats.refresh(page, ROWS) == page
    assert all(f"| {row.number} | {row.name} |" in page for row in ROWS)


def test_a_page_that_is_behind_is_reported_and_put_right(tmp_path: Path) -> None:
    """A changed row is reported until the table is generated again; the rest of the page is unchanged."""
    for path in (threats.ROWS, threats.PAGE):
        (tmp_path / path).parent.mkdir()
        text = (tree.TOP / path).read_text(encoding="utf-8")
        (tmp_path / path).write_text(text.replace("A self-made auditor", "An auditor's twin", 1))
    page = (tmp_path / threats.PAGE).read_text(encoding="utf-8")
    (tmp_path / threats.PAGE).write_text(page.replace("An auditor's twin", "A twin"))
    assert threats.main(["--check"], tmp_path) == 1
    assert threats.main([], tmp_path) == threats.main(["--check"], tmp_path) == 0
    assert (tmp_path / threats.PAGE).read_text(encoding="utf-8") == page
