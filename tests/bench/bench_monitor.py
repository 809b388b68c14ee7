"""Time of a monitor over a ledger, beside the verification of the signatures in it alone.

    python tests/bench/bench_monitor.py [statements]

Half of the statements are entries, each of which takes in what an earlier one delivered, half are
deliveries, by a few firms. The floor is one Ed25519 verification for each signature.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from support.ledger_world import World, made, taken, world
from support.operator import folder_of, seen

from ledger.store.statements import statements_in
from ledger.trust.envelope import match_signers, parse_envelope
from schemas.signed.entry import Site
from schemas.vocabulary import Role

FIRMS = 20


def build(begun: World, statements: int) -> dict[str, bytes]:
    """Submits so many statements; the working key of each firm, by its id."""
    firms = [begun.register(f"firm-{number}", Role.SUPPLIER) for number in range(FIRMS)]
    cited: dict[str, str] = {}
    for number in range(statements // 2):
        firm, customer = firms[number % FIRMS], firms[(number + 1) % FIRMS]
        inputs = [taken(cited.pop(firm.id))] if firm.id in cited else []
        site = Site(code=f"plant-{number}", country="SE")
        entry = begun.enter(firm, [made(firm)], inputs=inputs, site=site)
        cited[customer.id] = begun.deliver(firm, entry, customer)
    return {firm.id: firm.working.public for firm in firms}


def floor(begun: World, keys: dict[str, bytes], statements: int) -> float:
    """The seconds that the signatures alone take."""
    with begun.ledger.store.read() as connection:
        rows = statements_in(connection, "entries", 0, statements)
    envelopes = [(parse_envelope(row.envelope), keys[row.issuer or ""]) for row in rows]
    start = perf_counter()
    for envelope, key in envelopes:
        match_signers(envelope, [key])
    return perf_counter() - start


def main(statements: int) -> None:
    """Builds, measures, prints."""
    with TemporaryDirectory() as folder, world(Path(folder) / "ledger") as begun:
        keys = build(begun, statements)
        start = perf_counter()
        report = seen(begun)
        taken_time = perf_counter() - start
        assert report.findings == (), report.findings[:3]
        least = floor(begun, keys, statements)
        size = sum(path.stat().st_size for path in folder_of(begun).rglob("*") if path.is_file())
    print(f"monitor of {statements} statements, {size / 1e6:.0f} MB:")
    print(f"  {taken_time:.1f} s, {statements / taken_time:.0f} a second; signatures {least:.2f} s")
    print(f"  monitor / signatures = {taken_time / least:.1f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
