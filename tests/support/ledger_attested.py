"""Three tiers with figures in all deliveries: a mine, a refinery, a plant; each supplier has its own auditor.

The chain has no attestation; `attest` submits one from the report on a bundle, as an auditor does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.ledger_battery import FACTORS, MODEL, BatteryChain, freight, power
from support.ledger_folders import built_once
from support.ledger_tiers import Files, Tiers
from support.ledger_world import Party, made, taken, world

from ledger.audit.bundle.container import pack
from ledger.audit.verifier import verify
from ledger.cli.commands.judged_bundle import rested_on
from ledger.rulebooks.catalog import load_rulebook
from ledger.trust.leaves import digest, model_bytes
from schemas.exchanged.calculation_request import Treatment
from schemas.signed.attestation import Depth, DepthException
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Role, Stage, Use

REPRESENTATIVE = {"use": Use.REPRESENTATIVE, "amount": None, "valid_until": "2026-01-01"}


@dataclass(frozen=True)
class Audited(Tiers):
    """The chain, and its auditors by name: of the mine, of the refinery, and the plant's."""

    auditors: dict[str, Party]

    def accepts(self, *names: str) -> tuple[str, ...]:
        """The ids of these auditors, for a policy."""
        return tuple(self.auditors[name].id for name in names)

    def verdict(self, files: Files, *names: str, **changes: object) -> Report:
        """The report on some files by a reader who accepts these auditors."""
        policy = self.policy(auditors=self.accepts(*names), **changes)
        return verify(pack(files), policy, digest(b"the policy file"))

    def attest(
        self, subject: str, auditor: str, report: Report | None = None, **parts: object
    ) -> str:
        """Submit an auditor's attestation of a delivery, by default from its audit bundle; return its id."""
        name = self.ids.get(subject, subject)
        seen = report or self.verdict(self.files(name, Audience.AUDITOR))
        assert report is not None or seen.verdict == "verified", seen.findings
        party = self.auditors[auditor]
        rests = tuple(DepthException(**row) for row in rested_on(seen))
        fields = {
            "issuer": party.id,
            "delivery": name,
            "bundle": seen.bundle,
            "findings": digest(model_bytes(seen)),
            "scope": f"{subject}, recomputed" if not rests else f"{subject}, on the word of others",
            "depth": Depth(default="recomputed", exceptions=rests),
        }
        draft = self.chain.attestation(None, **{**fields, **parts})
        return self.world.submit(draft, party.working).id


@built_once
@contextmanager
def audited(folder: Path, database: str | None = None) -> Iterator[Audited]:
    """The chain up to its calculation, with nothing attested."""
    with world(folder, database) as begun:
        mine, refinery = (begun.register(name, Role.SUPPLIER) for name in ("mine", "refinery"))
        plant, recycler = (
            begun.register("plant", Role.MANUFACTURER),
            begun.register("recycler", Role.SUPPLIER),
        )
        auditors = {name: begun.register(name, Role.AUDITOR) for name in ("east", "north", "west")}
        chain = BatteryChain(
            world=begun,
            mine=mine,
            plant=plant,
            recycler=recycler,
            auditor=auditors["west"],
            mined="",
            shipped="",
            packs="",
            treated="",
            treatment="",
            rulebook=begun.ledger.keep(load_rulebook("study-full-substitution-1")),
            factors=begun.ledger.keep(FACTORS),
        )
        ids: dict[str, str] = {}
        it = Audited(chain, refinery, ids, auditors)
        ids["mined"] = begun.enter(mine, [made(mine, "7351")], inputs=[power("91.357")])
        ids["ore"] = it.told(ids["mined"], mine, refinery, "O-1", amount="6173")
        inputs = [taken(ids["ore"], "5923"), power("4567.125")]
        ids["refined"] = begun.enter(refinery, [made(refinery, "3947")], inputs=inputs)
        ids["salt"] = it.told(ids["refined"], refinery, plant, "S-1", amount="60")
        process, work = ProcessCode.SHREDDING, [power("28.875", Stage.END_OF_LIFE)]
        ids["treated"] = begun.enter(
            recycler, [made(recycler, "197")], inputs=work, process=process
        )
        ids["treatment"] = it.told(ids["treated"], recycler, plant, "R-1", **REPRESENTATIVE)
        packed = [taken(ids["salt"], "50"), power("40", Stage.MAIN_PRODUCTION), freight("10")]
        outputs, line = [made(plant, batteries=10)], ProcessCode.PACK
        ids["packs"] = begun.enter(plant, outputs, inputs=packed, process=line, model=MODEL)
        draft = chain.calculation(end_of_life=(Treatment(delivery=ids["treatment"]),))
        ids["calculation"] = begun.submit(draft, plant.working).id
        yield it
