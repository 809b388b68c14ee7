"""The battery chain with statements beside its figure: goods like those that count, and other trade of the same firms.

The mine makes like goods in every way that a closure knows: a live twin under another product that is delivered and not
drawn, a version that was corrected, an entry that was withdrawn, and one of the year before. Beside that it makes goods
of another site, process and content for a stranger, whose words are in no other place.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.ledger_battery import BatteryChain, battery_chain, power
from support.ledger_folders import built_once
from support.ledger_tiers import Files
from support.ledger_world import ORIGIN, World, made, replacing
from support.second_opinion import Both

from ledger.audit.bundle.container import pack, unpack
from ledger.bundles.export import export_bundle
from ledger.trust.leaves import digest
from schemas.signed.entry import Element, Product, ProductLine, Site
from schemas.signed.policy import LogKeys, Policy
from schemas.values import Period
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Role

SECRETS = ("Stranger Ltd", "urn:test:secret", "735127", "91.357", "secret-site")
"""The words of other trade."""

BEFORE = Period(start="2024-01-01", end="2025-01-01")


@dataclass(frozen=True)
class Twins:
    """The chain, and the ids of what was stated in it, by name."""

    chain: BatteryChain
    ids: Mapping[str, str]

    @property
    def world(self) -> World:
        """The ledger, and the parties that submit to it."""
        return self.chain.world

    def files(self, subject: str = "calculation", audience: Audience = Audience.AUDITOR) -> Files:
        """The files of a bundle."""
        return unpack(export_bundle(self.world.ledger, self.ids.get(subject, subject), audience))

    def policy(self) -> Policy:
        """A policy that trusts this ledger."""
        entries, registry = self.world.ledger.vkeys()
        return Policy(
            origin=ORIGIN,
            logs=LogKeys(entries=entries, registry=registry),
            quorum=0,
            registrars=(self.world.registrar.id,),
            auditors=(self.chain.auditor.id,),
            rulebooks=(self.chain.rulebook,),
            factor_sets=(self.chain.factors,),
            oldest_registry_size=1,
        )

    def judge(self, files: Files, both: Both | None = None) -> Report:
        """The report on some files, by both verifiers, which must agree."""
        judges = both or Both()
        report = judges(pack(files), self.policy(), digest(b"the policy file"))
        assert judges.differences == []
        return report


def of_lithium(fraction: str = "0.3") -> Product:
    """Product lines that state lithium, and a trace that names no goods."""
    elements = (Element(element="H", fraction="0.1"), Element(element="Li", fraction=fraction))
    line = ProductLine(line="main", form="as_is", kg_per_unit="1", elements=elements)
    return Product(lines=(line,))


@built_once
@contextmanager
def twins(folder: Path, database: str | None = None) -> Iterator[Twins]:
    """The chain up to its calculation."""
    with battery_chain(folder, database) as chain:
        yield _stated(chain)


def _stated(chain: BatteryChain) -> Twins:
    begun, mine, plant = chain.world, chain.mine, chain.plant
    stranger = begun.register("stranger", Role.MANUFACTURER)
    ids = {"mined": chain.mined, "shipped": chain.shipped, "packs": chain.packs}
    product = "urn:test:mine-2"
    ids["twin 1"] = begun.enter(mine, [made(mine, product=product)], inputs=[power("300")])
    again = {"inputs": [power("900")], "supersedes": replacing(ids["twin 1"])}
    ids["twin"] = begun.enter(mine, [made(mine, product=product)], **again)
    ids["undrawn"] = begun.deliver(mine, ids["twin"], plant, product=product, amount="20")
    gone = made(mine, product="urn:test:mine-3")
    ids["gone"] = begun.enter(mine, [gone], inputs=[power("700")])
    ids["withdrawal"] = begun.withdraw(mine, ids["gone"])
    ids["before"] = begun.enter(mine, [made(mine)], inputs=[power("500")], period=BEFORE)
    other = made(mine, amount="735127", product="urn:test:secret", name="Secret of the mine")
    elsewhere = {"site": Site(code="secret-site", country="SE"), "process": ProcessCode.MINING}
    ids["other"] = begun.enter(mine, [other], inputs=[power("91.357")], **elsewhere)
    sent = {"product": "urn:test:secret", "amount": "91.357"}
    ids["sold"] = begun.deliver(mine, ids["other"], stranger, **sent)
    ids["calculation"] = begun.submit(chain.calculation(), plant.working).id
    return Twins(chain, ids)
