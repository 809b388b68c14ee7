"""Batches of one model on an honest ledger, and both verifiers' reports on a calculation that leaves some out.

The plant of `support.ledger_battery` made ten clean packs in 2025: 46 kg CO2e, 0.004792 kg per kWh, end of life aside.
A dirty batch of ten, by 40,000 kWh, comes to 20,001 kg, 2.083 kg per kWh.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from support.ledger_battery import MODEL, BatteryChain, freight, power
from support.ledger_tiers import Tiers
from support.ledger_world import Party, made, replacing, taken
from support.second_opinion import Both

from ledger.audit.bundle.container import pack, unpack
from ledger.bundles.export import export_bundle
from ledger.state.drafting import Draft
from schemas.signed.rows import Input
from schemas.values import Period
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Stage

DIRTY = "40000"
NO_FILE = "sha256:" + "0" * 64

Files = dict[str, bytes]


def batch(chain: BatteryChain, start: str, end: str, kwh: str = DIRTY, **parts: object) -> str:
    """The id of another ten packs, made in these days by so much electricity; `parts` replace fields."""
    fields = {
        "inputs": [power(kwh, Stage.MAIN_PRODUCTION), freight("10")],
        "process": ProcessCode.PACK,
        "model": MODEL,
        "period": Period(start=start, end=end),
    }
    lot = [made(chain.plant, product=f"urn:test:{start}", batteries=10)]
    return chain.world.enter(chain.plant, lot, **{**fields, **parts})


@dataclass
class Batches:
    """The honest ledger, its dirty batch, and a declarer's changes to the clean one.

    Attributes:
        inputs: of the clean packs, by a name that a later change replaces; empty as long as nothing was changed.
        packs: the newest version of the clean packs; None for the chain's own.
        recycler: the one that the declarer controls, once there is one, and the newest version of its entry.
        treated: the lists of that entry.
        price: that recycler's delivery to the plant.
    """

    chain: BatteryChain
    dirty: str
    inputs: dict[str, Input] = field(default_factory=dict)
    packs: str | None = None
    recycler: tuple[Party, str] | None = None
    treated: dict[str, tuple[object, ...]] = field(default_factory=dict)
    price: str = ""

    def correct(self, **inputs: Input) -> None:
        """Correct the clean packs to these inputs beside those that they had."""
        honest = {
            "ore": taken(self.chain.shipped, "50"),
            "power": power("40", Stage.MAIN_PRODUCTION),
            "freight": freight("10"),
        }
        rows = honest | self.inputs | inputs
        replaced = replacing(self.packs or self.chain.packs)
        draft = self.chain.packs_of("40", inputs=list(rows.values()), supersedes=replaced)
        self.packs = self.chain.world.submit(draft, self.chain.plant.working).id
        self.inputs = rows


def calculated(chain: BatteryChain, **parts: object) -> str:
    """Submit a calculation, which the ledger accepts; return its id."""
    return chain.world.submit(chain.calculation(**parts), chain.plant.working).id


def declaring(chain: BatteryChain, calculation: str) -> Draft:
    """The draft of a declaration of a calculation, attested."""
    word = chain.world.submit(chain.attestation(calculation), chain.auditor.working).id
    return chain.declaration(calculation, word)


def declared(chain: BatteryChain, **parts: object) -> str:
    """Submit a declaration, which the ledger accepts; return its id."""
    draft = declaring(chain, calculated(chain, **parts))
    return chain.world.submit(draft, chain.plant.working).id


def files_of(chain: BatteryChain, subject: str, audience: Audience = Audience.AUDITOR) -> Files:
    """The files of a bundle."""
    return unpack(export_bundle(chain.world.ledger, subject, audience))


def judged(chain: BatteryChain, files: Mapping[str, bytes]) -> Report:
    """The report on some files, from which the second verifier does not differ."""
    both = Both()
    report = both(pack(files), Tiers(chain, chain.mine, {}).policy(), NO_FILE)
    assert both.differences == [], both.differences
    assert report.exit_code or not both.stopped
    return report


def audited(chain: BatteryChain, subject: str) -> Report:
    """The report on the audit bundle of a statement, on which both verifiers agree."""
    return judged(chain, files_of(chain, subject))


def left_out(report: Report) -> dict[str, tuple[str, str | None]]:
    """The reasons for leaving out entries, and their figures."""
    return {row.entry: (row.why, row.kg) for row in report.left_out or ()}
