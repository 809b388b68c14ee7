"""Time to verify a bundle, beside the checks of its signatures alone.

    python tests/bench/bench_verify.py [entries]

A chain of entries and deliveries goes through a real ledger and is judged from its file, beside the
floor: each signature in the bundle verified once, and nothing else; and without the register of
choices, as a report of an unknown figure has none. The figures are medians of five rounds, each in a
process of its own, since a command verifies once and the rounds after the first take longer in
memory that the first has left in pieces. The collector runs as it does in `cradle`.
"""

import gc
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple, TypeVar
from unittest.mock import patch

from support.bench_table import Table
from support.ledger_battery import MODEL, factor, freight, mix, power
from support.ledger_world import YEAR, Party, World, made, taken, world

from ledger.append.submit import submit_many
from ledger.audit.bundle.container import unpack
from ledger.audit.report import building
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.cli.main import COLLECT_AFTER
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.calculate import build_calculation
from ledger.state.drafting import sign_draft
from ledger.trust.envelope import pae, parse_envelope
from ledger.trust.keys import verify as verify_signature
from schemas.exchanged.calculation_request import CalculationRequest, Treatment
from schemas.signed.calculation import Warranty
from schemas.signed.entry import Site
from schemas.signed.policy import Policy
from schemas.signed.rulebook import FactorSet
from schemas.vocabulary import Category, ProcessCode, Role, Stage, Unit

ENTRIES, LAYER, ROUNDS = 1000, 50, 5
OWN = "sha256:" + "0" * 64
FACTORS = FactorSet(
    id="bench",
    version="1",
    title="Factors of a benchmark",
    method="EF 3.1 (AR6)",
    licence="open",
    rows=(factor("test:freight", Unit.TKM, "0.1"), mix("test:power", "0.5")),
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
    asserted = CalculationRequest(
        issuer=plant.id,
        model=MODEL,
        site="plant-1",
        period=YEAR,
        category=Category.EV,
        vehicle_category="M1",
        capacity_kwh="2",
        warranties=(Warranty(years="8", remaining_energy="0.8"),),
        rulebook=rulebook,
        factor_sets=(factors,),
        end_of_life=(Treatment(delivery=treatment),),
    )
    draft = build_calculation(begun.ledger, asserted, begun.fresh)
    calculation = begun.submit(draft, plant.working).id
    policy = begun.policy(rulebook, factors)
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


_T = TypeVar("_T")


class Case(NamedTuple):
    """A bundle, the policy that it is judged by, and its signatures with their keys and messages."""

    bundle: bytes
    policy: Policy
    signed: list[tuple[bytes, bytes, bytes]]


def seconds(work: Callable[[], object]) -> float:
    """Return the clock time of a piece of work."""
    began = perf_counter()
    work()
    return perf_counter() - began


def measure(case: Case) -> tuple[float, float]:
    """A verification, and then the floor; one after the other, so that a busy machine slows both.

    What it takes to make keys ready for use belongs to the verification; the floor finds them ready.
    """
    gc.set_threshold(COLLECT_AFTER)
    verified = seconds(lambda: verify(case.bundle, case.policy, OWN))
    return verified, seconds(lambda: [verify_signature(*row) for row in case.signed])


def measure_plain(case: Case) -> float:
    """A verification that registers no choices."""
    gc.set_threshold(COLLECT_AFTER)
    with patch.object(building, "choice_context", lambda _: None):
        return seconds(lambda: verify(case.bundle, case.policy, OWN))


def alone(work: Callable[[Case], _T], case: Case) -> _T:
    """The value of a measurement in a process of its own."""
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(work, case).result()


def report(case: Case) -> None:
    """Measure a bundle and print the medians."""
    rounds = [(*alone(measure, case), alone(measure_plain, case)) for _ in range(ROUNDS)]
    verified, floors, registers = (
        median(verified for verified, _, _ in rounds),
        median(verified / floor for verified, floor, _ in rounds),
        median(verified / plain for verified, _, plain in rounds),
    )
    print(
        f"bundle of {len(case.signed)} signatures, {len(case.bundle)} bytes: {verified:.2f} s,"
        f" {floors:.2f} times its signature checks,"
        f" {registers:.2f} times a verification without the register of choices"
    )
    table = Table()
    graph = f"{len(case.signed)} signatures"
    table.floor("verification beside signature checks", verified, verified / floors, graph)
    table.close()


def main(count: int) -> None:
    """Print the medians."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder) / "ledger") as begun:
        bundle, policy, keys = chain(begun, count)
    report(Case(bundle, policy, signatures(bundle, keys)))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES)
