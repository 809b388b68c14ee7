"""Size of an audit bundle and time of its verification, by the products of the firms behind the figure.

    python tests/bench/bench_closure.py

The battery chain (`support.ledger_battery`), in which the mine makes more products: each is entered once and delivered
to a firm outside of the figure twelve times. `apart` gives each product a site of its own, so that all of it is other
trade; `alike` makes all at one site by one process, so that their entries are the same goods as those that count.
Run it in a checkout from before closures to compare.
"""

import sys
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from support.ledger_battery import DIGEST, BatteryChain, battery_chain, power
from support.ledger_world import made

from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from schemas.signed.entry import Site
from schemas.signed.policy import Policy
from schemas.vocabulary import Role

DELIVERIES = 12


def policy(chain: BatteryChain) -> Policy:
    """A policy that trusts the ledger."""
    return chain.world.policy(chain.rulebook, chain.factors)


def measure(products: int, *, alike: bool) -> tuple[int, float, float]:
    """Bytes of the bundle, seconds of its export, and seconds of its verification."""
    with TemporaryDirectory() as folder, battery_chain(Path(folder) / "ledger") as chain:
        customer = chain.world.register("customer", Role.MANUFACTURER)
        for number in range(products - 1):
            site = "plant-1" if alike else f"mine-{number}"
            product = f"urn:test:product-{number}"
            goods = [made(chain.mine, product=product)]
            place = Site(code=site, country="SE")
            entry = chain.world.enter(chain.mine, goods, inputs=[power("100")], site=place)
            for _ in range(DELIVERIES):
                chain.world.deliver(chain.mine, entry, customer, product=product, amount="1")
        calculation = chain.world.submit(chain.calculation(), chain.plant.working).id
        started = perf_counter()
        data = export_bundle(chain.world.ledger, calculation)
        exported = perf_counter() - started
        accepted, times = policy(chain), list[float]()
        for _ in range(7):
            started = perf_counter()
            report = verify(data, accepted, DIGEST)
            times.append(perf_counter() - started)
        assert report.exit_code == 0, report.findings
    return len(data), exported, median(times)


def main() -> None:
    """Print a row for each number of products."""
    print("products        bytes   export s   verify s")
    for products, alike in ((1, False), (10, False), (10, True)):
        size, exported, verified = measure(products, alike=alike)
        kind = "" if products == 1 else "alike" if alike else "apart"
        print(f"{products:3} {kind:6} {size:10} {exported:10.3f} {verified:10.3f}")


if __name__ == "__main__":
    main()
