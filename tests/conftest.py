"""Rules for every test: no deadline a busy machine could miss, and no silent skip.

With CRADLE_NO_SKIP=1 a skipped test is a failed test, unless the machine withholds a right that it needs.
With CRADLE_BARE=1 a test that needs an outside program skips (`support.need`); `-m outside` selects
the modules that have such tests.
A test that needs something absent (a peer's program, data that lies beside the checkout) skips
visibly on a person's machine. Where everything is meant to be present, a skip means that a test
has silently stopped testing; no single test has to remember that, because the rule stands here.
An expected failure (`xfail`) is no skip.
"""

import gc
import os
from collections.abc import Generator, Iterator
from functools import lru_cache
from pathlib import Path

import pytest
from coverage import Coverage
from hypothesis import settings
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from support.interruptions import let_children_be_interrupted
from support.need import NOT_PERMITTED, asks_for_programs, may_ask_for_programs
from support.passphrase import KEY_PASSPHRASE

from tools.coverage_gate import COMPLETE

# Hypothesis times each example; on shared cores that measures the neighbours. All else of the
# profile in force stays, which on CI is Hypothesis's own, without randomness.
settings.register_profile("house", settings(), deadline=None)
settings.load_profile("house")

TESTS = Path(__file__).parent
BOTH = (
    *("api/pact/test_app", "api/routers/", "api/test_failed_writes", "api/test_many", "docs/"),
    *("ledger/append/", "ledger/bundles/", "ledger/monitoring/", "ledger/operation/"),
    *("ledger/service/notices/test_deriving", "ledger/service/notices/test_sending"),
    *("ledger/service/test_crash", "ledger/service/test_fencing", "ledger/state/", "ledger/store/"),
)
"""The tests of SQL, of writing and of each question over HTTP, which run on both databases; others run on SQLite."""

Report = pytest.TestReport | pytest.CollectReport


def pytest_configure() -> None:
    """Let the programs that tests start be interrupted, also in the background, and read no settings of this person."""
    let_children_be_interrupted()
    os.environ["CRADLE_CONFIG"] = str(TESTS / "no-settings.toml")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    """End the tracing that pytest-cov 7.1 begins in a worker before it knows that it is in one; collect no garbage yet.

    It begins its own for the worker next; with two, to stop one wakes the other.
    """
    if hasattr(session.config, "workerinput"):
        early = Coverage.current()
        if early is not None:
            early.stop()
    gc.disable()


def pytest_collection_finish() -> None:
    """Take modules and tests out of the collector's rounds: they stay to the end, and a round looks at each."""
    gc.enable()
    gc.freeze()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Read no other modules where only the tests that ask for programs are wanted."""
    if config.option.markexpr != "outside" or not collection_path.name.startswith("test_"):
        return None
    return None if may_ask_for_programs(collection_path) else True


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark a test whose module asks for programs."""
    if asks_for_programs(item.path):
        item.add_marker("outside")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Trace the tests that cover the packages of the coverage gate, and no others.

    These are the tests that mirror such a package, but for those marked `untraced`, and those marked `traced`. Tracing
    adds two thirds to a test's time.
    """
    mirrored = item.path.relative_to(TESTS).as_posix().startswith(COMPLETE)
    covers = mirrored or item.get_closest_marker("traced") is not None
    running = Coverage.current()
    if running is None or (covers and item.get_closest_marker("untraced") is None):
        return (yield)
    running.stop()
    try:
        return (yield)
    finally:
        running.start()


@pytest.fixture(scope="session", autouse=True)
def _cheap_disks() -> Iterator[None]:
    """Let SQLite not wait for the disk: no test cuts the power. `test_engine` reads the real setting."""
    from ledger.store import engine

    pragmas = tuple(row.replace("=FULL", "=OFF") for row in engine.PRAGMAS)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(engine, "PRAGMAS", pragmas)
        yield


@pytest.fixture(scope="session", autouse=True)
def _documents_once() -> Iterator[None]:
    """Parse each rulebook and factor set once: they are frozen values, and nearly every test stores the same ones."""
    from schemas.signed.rulebook import FactorSet, Rulebook

    with pytest.MonkeyPatch.context() as patched:
        for model in (FactorSet, Rulebook):
            patched.setattr(model, "parse", staticmethod(lru_cache(64)(model.parse)))
        yield


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Hash passwords and encrypt keys at the lowest cost, by a passphrase that commands find in the environment.

    `test_secrets` and `test_encrypted_key` use the real costs.
    """
    from ledger.cli.keys import private_keys
    from ledger.service.access import secrets
    from ledger.trust.encrypted_key import ScryptCost

    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(secrets, "_ARGON2", cheap)
        patched.setattr(secrets, "_ABSENT", cheap.hash("a password that is compared"))
        patched.setattr(private_keys, "COST", ScryptCost(n=2, r=1, p=1))
        patched.setenv("CRADLE_KEY_PASSPHRASE", KEY_PASSPHRASE)
        yield


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of BOTH on both databases, if these can change its result."""
    mark = metafunc.definition.get_closest_marker("one_database")
    on_both = metafunc.definition.path.relative_to(TESTS).as_posix().startswith(BOTH)
    if "kind" in metafunc.fixturenames and (mark is not None or on_both):
        kinds = (mark.args or ("sqlite",)) if mark is not None else ("sqlite", "postgresql")
        databases = pytest.mark.parametrize("kind", kinds, indirect=True, scope="session")
        metafunc.definition.add_marker(databases, append=False)


def _refuse_skip(report: Report) -> None:
    """Turn a skip into a failure that keeps the reason."""
    if report.skipped and not hasattr(report, "wasxfail") and os.getenv("CRADLE_NO_SKIP") == "1":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        if NOT_PERMITTED in str(reason):
            return
        report.outcome = "failed"
        report.longrepr = f"CRADLE_NO_SKIP=1 allows no skip. {reason}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge a test that skipped while it was set up or run."""
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge a module that skipped while it was imported."""
    report = yield
    _refuse_skip(report)
    return report
