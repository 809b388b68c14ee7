"""How long a bundle takes to verify, against the checks of its signatures alone.

    python tests/bench/bench_verify.py [entries]

A chain of entries and deliveries goes through a real ledger and is judged from its file, side by side
with the floor: each signature in the bundle verified once, and nothing else. The ratio is the median
of five rounds: on one processor; then as `cradle verify` does it, with children that check signatures
while the rest is read, by the clock and by what the parent alone takes of its processor, which is what
the clock would show where another processor is idle. What lies above the floor is strict parsing into
the typed models and back, hashing, the paths, the graph and the figure. The collector rests in all, as
in `cradle verify`. Two processes that verify at once are then held against one: nothing is shared, so
two should do twice as much.
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from support.battery import MODEL, factor, freight, power
from support.worlds import ORIGIN, YEAR, Party, World, made, taken, world

from ledger.audit.container import unpack
from ledger.audit.verifier import verify
from ledger.cli.children import each
from ledger.processors import count_processors
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.calculate import Assertions, build_calculation
from ledger.service.drafting import sign_draft
from ledger.service.export import export_bundle
from ledger.service.submit import submit_many
from ledger.trust.envelope import pae, parse_envelope
from ledger.trust.keys import verify as verify_signature
from schemas.calculation import Warranty
from schemas.entry import Site
from schemas.policy import LogKeys, Policy
from schemas.rulebook import FactorSet
from schemas.vocabulary import Category, ProcessCode, Role, Stage, Unit

ENTRIES, LAYER, ROUNDS = 1000, 50, 5
FACTORS = FactorSet(
    id="bench",
    version="1",
    title="Factors of a benchmark",
    method="none",
    licence="open",
    rows=(factor("test:freight", Unit.TKM, "0.1"), factor("test:power", Unit.KWH, "0.5")),
)


def chain(begun: World, count: int) -> tuple[bytes, Policy, list[bytes]]:
    """The bundle of a calculation over so many entries in layers, its policy, and the signers' keys."""
    rulebook = begun.ledger.keep(load_rulebook("study-full-substitution-1"))
    factors = begun.ledger.keep(FACTORS)
    suppliers = [begun.register(f"supplier{n}", Role.SUPPLIER) for n in range(LAYER)]
    plant = begun.register("plant", Role.MANUFACTURER)
    recycler = begun.register("recycler", Role.SUPPLIER)
    received: list[str | None] = [None] * LAYER
    layers = count // LAYER
    for layer in range(layers):
        customers = [plant] * LAYER if layer == layers - 1 else suppliers[1:] + suppliers[:1]
        delivered = enter_layer(begun, layer, suppliers, received, customers)
        received = delivered[-1:] + delivered[:-1]
    inputs = [*(taken(name, "10") for name in received if name), freight("10")]
    parts = {"inputs": inputs, "process": ProcessCode.PACK, "model": MODEL}
    begun.enter(plant, [made(plant, "50", batteries=10)], **parts)
    work = {"inputs": [power("20", Stage.END_OF_LIFE)], "process": ProcessCode.SHREDDING}
    treatment = begun.represent(recycler, begun.enter(recycler, [made(recycler)], **work), plant)
    asserted = Assertions(
        issuer=plant.id,
        model=MODEL,
        site="plant-1",
        period=YEAR,
        category=Category.EV,
        vehicle_category="M1",
        capacity_kwh="2",
        warranties=(Warranty(years="8"),),
        rulebook=rulebook,
        factor_sets=(factors,),
        end_of_life=(treatment,),
    )
    draft = build_calculation(begun.ledger, asserted, begun.fresh)
    calculation = begun.submit(draft, plant.working).id
    entries, registry = begun.ledger.vkeys()
    policy = Policy(
        origin=ORIGIN,
        logs=LogKeys(entries=entries, registry=registry),
        quorum=0,
        registrars=(begun.registrar.id,),
        auditors=(),
        rulebooks=(rulebook,),
        factor_sets=(factors,),
        oldest_registry_size=1,
    )
    parties = (begun.registrar, plant, recycler, *suppliers)
    keys = [key.public for party in parties for key in (party.root, party.working)]
    return export_bundle(begun.ledger, calculation), policy, keys


def enter_layer(
    begun: World,
    layer: int,
    suppliers: list[Party],
    received: list[str | None],
    customers: list[Party],
) -> list[str]:
    """One entry a supplier out of what it received, delivered to its customer; the deliveries."""
    drafts = []
    for party, name in zip(suppliers, received, strict=True):
        inputs = [power("100"), *([taken(name, "100")] if name else [])]
        output = made(party, product=f"urn:test:{party.name}:{layer}")
        site = Site(code=f"site-{layer}", country="SE")
        drafts.append(begun.entry(party, [output], inputs=inputs, site=site))
    submit_all(begun, drafts, suppliers)
    deliveries = [
        begun.delivery(
            party, draft.id, customer, product=f"urn:test:{party.name}:{layer}", amount="100"
        )
        for party, draft, customer in zip(suppliers, drafts, customers, strict=True)
    ]
    submit_all(begun, deliveries, suppliers)
    return [draft.id for draft in deliveries]


def submit_all(begun: World, drafts: list, parties: list[Party]) -> None:
    """Submit drafts together, each signed by its party."""
    signed = [
        sign_draft(draft, [party.working]) for draft, party in zip(drafts, parties, strict=True)
    ]
    for outcome in submit_many(begun.ledger, signed):
        if isinstance(outcome, Exception):
            raise outcome


def signatures(bundle: bytes, keys: list[bytes]) -> list[tuple[bytes, bytes, bytes]]:
    """Key, signature and message of each signature in a bundle."""
    found = []
    for name, data in unpack(bundle).items():
        if name.startswith("statements/"):
            envelope = parse_envelope(data)
            message = pae(envelope.payload_type, envelope.payload)
            for signature in envelope.signatures:
                key = next(key for key in keys if verify_signature(key, signature, message))
                found.append((key, signature, message))
    return found


def seconds(work: Callable[[], object]) -> float:
    """The time on the processor that a piece of work takes."""
    began = process_time()
    work()
    return process_time() - began


class Round(NamedTuple):
    """Seconds of a verification: on one processor; beside children, by the clock and of the parent alone.

    Each is followed by how many times the checks of the signatures it is, measured the same way.
    """

    alone: float
    alone_ratio: float
    clock: float
    clock_ratio: float
    parent: float
    parent_ratio: float


def one_round(bundle: bytes, policy: Policy, signed: list[tuple[bytes, bytes, bytes]]) -> Round:
    """One after the other, so that a busy machine slows all of them."""
    gc.collect()  # A command verifies once: no round inherits the garbage of the one before.
    own, clocked = "sha256:" + "0" * 64, perf_counter()
    floor = seconds(lambda: [verify_signature(*row) for row in signed])
    clocked_floor = perf_counter() - clocked
    alone = seconds(lambda: verify(bundle, policy, own))
    gc.collect()
    began = perf_counter()
    parent = seconds(lambda: verify(bundle, policy, own, each=each))
    clock = perf_counter() - began
    return Round(alone, alone / floor, clock, clock / clocked_floor, parent, parent / floor)


def judge(bundle: bytes, policy: Policy) -> int:
    """The exit status of a verification, in a process of its own."""
    gc.disable()
    return verify(bundle, policy, "sha256:" + "0" * 64).exit_code


def scaling(bundle: bytes, policy: Policy) -> float:
    """How much more two processes verify than one in the same time."""
    work = partial(judge, bundle, policy)
    with ProcessPoolExecutor(2) as pool:
        list(pool.map(_call, [work] * 2))  # both have started and read the code
        ratios = []
        for _ in range(ROUNDS):
            began = perf_counter()
            pool.submit(work).result()
            alone = perf_counter() - began
            began = perf_counter()
            list(pool.map(_call, [work] * 2))
            ratios.append(2 * alone / (perf_counter() - began))
    return median(ratios)


def _call(work: Callable[[], int]) -> int:
    return work()


def main(count: int) -> None:
    """Print the median ratios."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder) / "ledger") as begun:
        bundle, policy, keys = chain(begun, count)
    signed = signatures(bundle, keys)
    gc.disable()
    rounds = [one_round(bundle, policy, signed) for _ in range(ROUNDS)]
    middle = Round(*(median(column) for column in zip(*rounds, strict=True)))
    print(f"bundle of {len(signed)} signatures, {len(bundle)} bytes, times its signature checks:")
    print(f"  on one processor {middle.alone:.2f} s, {middle.alone_ratio:.2f} times")
    print(
        f"  with {count_processors()} processors {middle.clock:.2f} s by the clock, {middle.clock_ratio:.2f} times;"
        f" {middle.parent:.2f} s of the parent's, {middle.parent_ratio:.2f} times"
    )
    print(f"  two processes verify {scaling(bundle, policy):.2f} times what one does")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
