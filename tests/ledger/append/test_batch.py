"""A batch is judged as its members are one after another, though it reads and writes all at once."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlalchemy import event
from support.key_changes import key_draft
from support.ledger_battery import BatteryChain, copied
from support.ledger_world import YEAR, made, replacing, signer, taken

from ledger.append import marking, submit
from ledger.append.ledger import Ledger
from ledger.append.sequencer import BATCH
from ledger.append.submit import submit_many
from ledger.state.drafting import Draft, Submission, sign_draft
from ledger.store.log import LOGS, leaves_of, size_of
from ledger.trust.keys import Signer
from schemas.errors import CradleError
from schemas.signed.entry import Site
from schemas.signed.log import Receipt
from schemas.values import Period
from schemas.vocabulary import DataBasis, Role

Built = tuple[BatteryChain, Path]
Step = tuple[Draft, Sequence[Signer], str]
"""A statement, who signs it, and the code that refuses it, or nothing."""


def lot(chain: BatteryChain, name: str | None, **parts: object) -> Draft:
    """An entry of a lot of the mine's second site, or of the whole year."""
    basis = DataBasis.SITE_PERIOD_AVERAGE if name is None else DataBasis.LOT_ACTUAL
    header = {"site": Site(code="mine-2", country="SE"), "basis": basis, "lot": name}
    return chain.world.entry(chain.mine, [made(chain.mine)], **{**header, **parts})


def use(chain: BatteryChain, site: str, delivery: str, amount: str, **parts: object) -> Draft:
    """An entry of another site of the plant that draws on a delivery."""
    inputs, place = [taken(delivery, amount)], Site(code=site, country="SE")
    return chain.world.entry(chain.plant, [made(chain.plant)], inputs=inputs, site=place, **parts)


def of_lots(chain: BatteryChain) -> Iterator[Step]:
    """Lots and periods that count the same goods, until one is withdrawn or replaced."""
    mine = [chain.mine.working]
    first = lot(chain, "L1")
    yield first, mine, ""
    yield lot(chain, "L1"), mine, "entry.duplicate"
    yield lot(chain, "L2"), mine, ""
    yield lot(chain, None), mine, "entry.duplicate"
    second = lot(chain, "L1", supersedes=replacing(first.id))
    yield second, mine, ""
    yield lot(chain, "L1", supersedes=replacing(first.id)), mine, "supersedes.superseded"
    yield lot(chain, "L1"), mine, "entry.duplicate"
    yield chain.world.withdrawal(chain.mine, second.id), mine, ""
    yield lot(chain, "L1"), mine, ""
    other = {"site": Site(code="mine-3", country="SE")}
    year = lot(chain, None, **other)
    yield year, mine, ""
    yield lot(chain, "L1", **other), mine, "entry.duplicate"
    yield lot(chain, None, **other), mine, "entry.duplicate"
    january = {**other, "period": Period(start="2025-01-01", end="2025-02-01")}
    yield lot(chain, None, **january), mine, "entry.duplicate"
    before = {**other, "period": Period(start="2024-01-01", end="2025-01-01")}
    yield lot(chain, None, **before), mine, ""
    yield chain.world.withdrawal(chain.mine, year.id), mine, ""
    yield lot(chain, "L1", **other), mine, ""
    yield lot(chain, None, **january), mine, "entry.duplicate"
    later = {**other, "period": Period(start="2026-01-01", end="2027-01-01")}
    yield lot(chain, None, **later), mine, ""


def of_goods(chain: BatteryChain) -> Iterator[Step]:
    """Deliveries within an output and draws within a delivery, with versions of both."""
    world, mine, plant = chain.world, [chain.mine.working], [chain.plant.working]
    entry = lot(chain, "G")
    yield entry, mine, ""
    sent = world.delivery(chain.mine, entry.id, chain.plant, amount="60", number="a")
    yield sent, mine, ""
    more = {"amount": "41", "number": "b"}
    yield world.delivery(chain.mine, entry.id, chain.plant, **more), mine, "delivery.above_output"
    fewer = {"amount": "59", "number": "a", "supersedes": replacing(sent.id)}
    again = world.delivery(chain.mine, entry.id, chain.plant, **fewer)
    yield again, mine, ""
    yield world.delivery(chain.mine, entry.id, chain.plant, **more), mine, ""
    first = use(chain, "p1", sent.id, "30")
    yield first, plant, ""
    yield use(chain, "p2", again.id, "30"), plant, "draw.above_delivery"
    less = use(chain, "p1", again.id, "20", supersedes=replacing(first.id))
    yield less, plant, ""
    yield use(chain, "p2", again.id, "30"), plant, ""
    yield use(chain, "p3", sent.id, "10"), plant, "draw.above_delivery"
    yield world.withdrawal(chain.plant, less.id), plant, ""
    yield use(chain, "p3", sent.id, "10"), plant, ""
    yield world.withdrawal(chain.mine, again.id), mine, ""
    yield use(chain, "p4", again.id, "1"), plant, "delivery.withdrawn"
    yield world.delivery(chain.mine, less.id, chain.plant), mine, "delivery.issuer"


def of_keys(chain: BatteryChain) -> Iterator[Step]:
    """Keys that are added and end between their signatures, and a newly registered participant."""
    world, mine, new = chain.world, chain.mine, signer("mine working 2")
    yield lot(chain, "K1"), [new], "signature.unknown"
    yield key_draft(world, mine, "add", new), [mine.root, new], ""
    yield lot(chain, "K1"), [new], ""
    yield key_draft(world, mine, "retire", new), [mine.root], ""
    yield lot(chain, "K2"), [new], "key.not_active"
    yield lot(chain, "K2"), [mine.working], ""
    draft, smith = world.registration("smith", [Role.SUPPLIER], world.registrar.id)
    yield world.entry(smith, [made(smith)]), [smith.working], "issuer.unknown"
    yield draft, [smith.root, smith.working, world.registrar.working], ""
    yield world.entry(smith, [made(smith)]), [smith.working], ""


def verdicts(outcomes: Sequence[Receipt | CradleError]) -> list[str]:
    """The codes of refusals, and nothing for receipts."""
    return [one.code if isinstance(one, CradleError) else "" for one in outcomes]


def logs(ledger: Ledger) -> list[tuple[bytes, ...]]:
    """The leaves of both logs."""
    with ledger.view() as view:
        return [leaves_of(view.connection, log, 0, size_of(view.connection, log)) for log in LOGS]


@pytest.mark.parametrize("size", [1, 2, 3, BATCH])
@pytest.mark.parametrize("steps", [of_lots, of_goods, of_keys])
def test_together_as_one_after_another(
    steps,  # noqa: ANN001 - of the table above
    size: int,
    built: Built,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The verdicts are those of the table and both logs have the same leaves, in batches of any size."""
    monkeypatch.setattr(submit, "BATCH", size)
    monkeypatch.setattr(marking, "urandom", bytes)  # so that marks have equal salts, of zeros
    with copied(*built, tmp_path / "a") as alone, copied(*built, tmp_path / "b") as together:
        drafts, signers, expected = zip(*steps(alone), strict=True)
        submissions = list(map(sign_draft, drafts, signers))
        one_by_one = [
            outcome for one in submissions for outcome in submit_many(alone.world.ledger, [one])
        ]
        at_once = submit_many(together.world.ledger, submissions)
        assert verdicts(one_by_one) == list(expected)
        assert verdicts(at_once) == list(expected)
        assert logs(together.world.ledger) == logs(alone.world.ledger)


def queries(ledger: Ledger, submissions: Sequence[Submission]) -> int:
    """The number of database statements while these are submitted, all of them accepted."""
    asked = []

    def listen(*given: object) -> None:
        asked.append(given[2])

    engine = ledger.store.engine
    event.listen(engine, "before_cursor_execute", listen)
    outcomes = submit_many(ledger, submissions)
    event.remove(engine, "before_cursor_execute", listen)
    assert not any(verdicts(outcomes))
    return len(asked)


def lots(chain: BatteryChain, count: int) -> list[Submission]:
    """As many lots of their own."""
    drafts = [lot(chain, f"{count}-{number}") for number in range(count)]
    return [sign_draft(draft, [chain.mine.working]) for draft in drafts]


def averages(chain: BatteryChain, count: int) -> list[Submission]:
    """As many sites of the mine, each over the whole year or over half of it."""
    half = Period(start="2025-01-01", end="2025-07-01")
    sites = [Site(code=f"mine-{count}-{number}", country="SE") for number in range(count)]
    drafts = [
        lot(chain, None, site=site, period=(YEAR, half)[number % 2])
        for number, site in enumerate(sites)
    ]
    return [sign_draft(draft, [chain.mine.working]) for draft in drafts]


def uses(chain: BatteryChain, count: int) -> list[Submission]:
    """As many lots of the plant that draw on one delivery."""
    parts = {"basis": DataBasis.LOT_ACTUAL}
    drafts = [
        use(chain, "p1", chain.shipped, "0.1", lot=f"{count}-{number}", **parts)
        for number in range(count)
    ]
    return [sign_draft(draft, [chain.plant.working]) for draft in drafts]


def sales(chain: BatteryChain, count: int) -> list[Submission]:
    """As many deliveries from one line."""
    parts = {"amount": "0.1"}
    drafts = [
        chain.world.delivery(chain.mine, chain.mined, chain.plant, **parts) for _ in range(count)
    ]
    return [sign_draft(draft, [chain.mine.working]) for draft in drafts]


@pytest.mark.parametrize("make", [lots, averages, uses, sales])
def test_questions_do_not_grow_with_the_batch(make, chain: BatteryChain) -> None:  # noqa: ANN001 - as above
    """Ten statements cost the database as many questions and insertions as two."""
    ledger = chain.world.ledger
    queries(ledger, make(chain, 1))  # Who they are is known from here on.
    assert queries(ledger, make(chain, 2)) == queries(ledger, make(chain, 10))
