"""A check of a whole ledger: nothing is found in an honest one, also while it grows."""

from pathlib import Path

import pytest
from support.key_changes import key_draft
from support.ledger_battery import BatteryChain
from support.ledger_world import LOG_SIGNERS, ORIGIN, made, replacing, signer, taken, world
from support.operator import folder_of, found_in, seen
from support.refusal import refused
from support.site_balances import balance_of, power_row

from ledger.append import marking
from ledger.append.ledger import Ledger
from ledger.operation.monitor import monitor_folder
from ledger.store.store import create_store
from schemas.signed.entry import Site
from schemas.vocabulary import Role


def everything(chain: BatteryChain) -> None:
    """Statements of every kind, versions and withdrawals among them."""
    world = chain.world
    newer = world.enter(chain.mine, [made(chain.mine, "90")], supersedes=replacing(chain.mined))
    version = {"supersedes": replacing(chain.shipped), "amount": "55"}
    world.deliver(chain.mine, newer, chain.plant, **version)
    packs = chain.packs_of("70", supersedes=replacing(chain.packs))
    world.submit(packs, chain.plant.working)
    balance = balance_of(world, chain.plant, power_row("70", {packs.id: "70"}))
    world.submit(balance, chain.plant.working)
    spare = world.enter(chain.mine, [made(chain.mine)], site=Site(code="mine-2", country="SE"))
    sent = world.deliver(chain.mine, spare, chain.plant)
    world.withdraw(chain.mine, sent)
    new = signer("mine working 2")
    world.submit(key_draft(world, chain.mine, "add", new), chain.mine.root, new)
    world.submit(key_draft(world, chain.mine, "retire", chain.mine.working), chain.mine.root)
    calculation = world.submit(chain.calculation(), chain.plant.working).id
    word = world.submit(chain.attestation(calculation), chain.auditor.working).id
    world.submit(chain.declaration(calculation, word), chain.plant.working)


def test_an_honest_ledger(chain: BatteryChain) -> None:
    """Every step has looked at something, and nothing was found."""
    everything(chain)
    report = seen(chain.world)
    assert (report.verdict, report.exit_code, report.findings) == ("consistent", 0, ())
    assert {step.outcome for step in report.steps} == {"passed"}
    assert report.origin == ORIGIN
    assert report.date == "2026-01-01"
    assert (report.logs.entries, report.logs.registry) == chain.world.ledger.vkeys()
    registry, entries = chain.world.state()
    assert (report.registry.size, report.registry.root) == (registry[0], registry[1].hex())
    assert (report.entries.size, report.entries.root) == (entries[0], entries[1].hex())


def test_it_goes_on_while_the_ledger_grows(chain: BatteryChain) -> None:
    """Leaves appended while a monitor reads belong to the next pass, and do not disturb this one."""
    world, (registry, entries) = chain.world, chain.world.state()
    told: list[tuple[str, int, int]] = []

    def append(what: str, done: int, total: int) -> None:
        told.append((what, done, total))
        name = f"customer-{len(told)}"
        plant = world.register(name, Role.SUPPLIER)
        entry = world.enter(plant, [made(plant)])
        world.deliver(plant, entry, chain.plant)

    report = seen(world, append)
    assert report.findings == ()
    assert (report.registry.size, report.entries.size) == (registry[0], entries[0])
    assert seen(world).entries.size == entries[0] + 2 * len(told)
    assert found_in(world) == set()
    assert {what for what, _, _ in told} == {
        "database",
        "ids",
        "entries log",
        "registry log",
        "statements of the registry log",
        "statements of the entries log",
        "documents",
        "leaves",
        "signatures",
        "quantities",
    }
    assert all(0 <= done <= total for _, done, total in told)


def test_it_waits_for_no_lock_and_writes_nothing(chain: BatteryChain) -> None:
    """A ledger that is open is read beside its process, and its files stay as they are."""
    folder = folder_of(chain.world)
    before = {
        path: path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".db-shm"
    }
    assert seen(chain.world).exit_code == 0
    assert {path: path.read_bytes() for path in before} == before


def test_a_ledger_of_nothing(tmp_path: Path) -> None:
    """A ledger that has just begun has two empty logs, which are signed."""
    Ledger.init(tmp_path / "ledger", ORIGIN, LOG_SIGNERS).close()
    report = monitor_folder(tmp_path / "ledger", "2026-01-01")
    assert (report.entries.size, report.registry.size, report.exit_code) == (0, 0, 0)


def test_where_there_is_no_ledger(tmp_path: Path) -> None:
    """A folder without a ledger, and a store in which none was begun, are refused."""
    with refused("ledger.absent"):
        monitor_folder(tmp_path, "2026-01-01")
    create_store(tmp_path / "store").close()
    with refused("ledger.absent"):
        monitor_folder(tmp_path / "store", "2026-01-01")


def test_a_compromise_is_remarked(chain: BatteryChain) -> None:
    """A compromised key's statements are reported, and the verdict stays."""
    world = chain.world
    dated = {"since": 0, "registrar": world.registrar.id}
    draft = key_draft(world, chain.mine, "compromise", chain.mine.working, **dated)
    world.submit(draft, chain.mine.root, world.registrar.working)
    report = seen(world)
    assert (report.exit_code, {row.code for row in report.findings}) == (0, {"key.disputed"})


def test_two_ledgers_of_the_same_statements_are_reported_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pass over the same statements, under marks of the same salts, gives the same report, to the byte."""
    monkeypatch.setattr(marking, "urandom", bytes)
    reports = []
    for name in ("one", "two"):
        with world(tmp_path / name) as begun:
            mine, plant = (begun.register(party, Role.SUPPLIER) for party in ("mine", "plant"))
            sent = begun.deliver(mine, begun.enter(mine, [made(mine)]), plant)
            begun.enter(plant, [made(plant)], inputs=[taken(sent)])
            reports.append(seen(begun))
    assert reports[0] == reports[1]
