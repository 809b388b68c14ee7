"""A chain of three tiers in a world: a mine, a refinery that buys its ore, a plant that buys the salt.

Every party has its secrets in amounts that are in no other place, and every delivery of the refinery has
a figure. The plant prices the end of life by a recycler. Both refinery and plant state a site balance.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from support.ledger_battery import FACTORS, MODEL, BatteryChain, freight, power
from support.ledger_folders import built_once
from support.ledger_world import ORIGIN, Party, World, made, taken, world
from support.site_balances import balance_of, power_row

from ledger.audit.bundle.container import pack, unpack
from ledger.audit.verifier import verify
from ledger.bundles.export import export_bundle
from ledger.rulebooks.catalog import load_rulebook
from ledger.service.answers.preview import preview
from ledger.trust.canonical import canonical
from ledger.trust.envelope import parse_envelope
from ledger.trust.leaves import digest
from schemas.signed.kinds import MODELS, kind_of, section_digests
from schemas.signed.policy import LogKeys, Policy
from schemas.signed.statement import Statement
from schemas.views.report import Report
from schemas.vocabulary import Audience, ProcessCode, Role, Stage

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Tiers:
    """The chain, and the ids of what was stated in it, by name."""

    chain: BatteryChain
    refinery: Party
    ids: Mapping[str, str]

    @property
    def world(self) -> World:
        """The ledger, and the parties that submit to it."""
        return self.chain.world

    def files(self, subject: str, audience: Audience) -> dict[str, bytes]:
        """The files of a bundle."""
        data = export_bundle(self.world.ledger, self.ids.get(subject, subject), audience)
        assert pack(unpack(data)) == data
        return unpack(data)

    def policy(self, **changes: object) -> Policy:
        """A policy that trusts this ledger."""
        entries, registry = self.world.ledger.vkeys()
        accepted = Policy(
            origin=ORIGIN,
            logs=LogKeys(entries=entries, registry=registry),
            quorum=0,
            registrars=(self.world.registrar.id,),
            auditors=(self.chain.auditor.id,),
            rulebooks=(self.chain.rulebook,),
            factor_sets=(self.chain.factors,),
            oldest_registry_size=1,
        )
        return accepted.model_copy(update=changes)

    def judge(self, files: Files, **changes: object) -> Report:
        """The report on some files."""
        return verify(pack(files), self.policy(**changes), digest(b"the policy file"))

    def told(self, entry: str, party: Party, to: Party, number: str, **parts: object) -> str:
        """Submit a delivery of 10 kg with the figure of its line; return its id."""
        chain = self.chain
        figure = preview(self.world.ledger, entry, "main", chain.rulebook, [chain.factors])
        return self.world.deliver(party, entry, to, number=number, figure=figure, **parts)


def stated(files: Files) -> dict[str, Statement]:
    """The statements in some files, by id."""
    found = {}
    for name, content in files.items():
        if name.startswith("statements/"):
            envelope = parse_envelope(content)
            kind = kind_of(envelope.payload_type)
            found[f"sha256:{name[11:75]}"] = MODELS[kind].parse(envelope.payload)
    return found


def shown(files: Files) -> set[tuple[str, str]]:
    """The sections in some files: the statement that names each, and its name."""
    return {
        (name, section.value)
        for name, statement in stated(files).items()
        for section, named in section_digests(statement).items()
        if f"sections/{named[7:]}.json" in files
    }


def spelled_out(files: Files) -> bytes:
    """The content of some files, payloads decoded."""
    payloads = [canonical(statement.to_json()) for statement in stated(files).values()]
    return b"\n".join((*files.values(), *payloads))


def path(folder: str, name: str) -> str:
    """The file of a document by its digest."""
    return f"{folder}/{name.removeprefix('sha256:')}.json"


@built_once
@contextmanager
def tiers(folder: Path, database: str | None = None) -> Iterator[Tiers]:
    """The chain up to its declaration."""
    with world(folder, database) as begun:
        mine = begun.register("mine", Role.SUPPLIER)
        refinery = begun.register("refinery", Role.SUPPLIER)
        plant = begun.register("plant", Role.MANUFACTURER)
        recycler = begun.register("recycler", Role.SUPPLIER)
        auditor = begun.register("auditor", Role.AUDITOR)
        ids = {"mined": begun.enter(mine, [made(mine, "7351")], inputs=[power("91.357")])}
        ids["ore"] = begun.deliver(mine, ids["mined"], refinery, amount="6173")
        inputs = [taken(ids["ore"], "5923"), power("4567.125")]
        refined = begun.enter(refinery, [made(refinery, "3947")], inputs=inputs)
        ids["refined"] = refined
        process, work = ProcessCode.SHREDDING, [power("28.875", Stage.END_OF_LIFE)]
        ids["treated"] = begun.enter(
            recycler, [made(recycler, "197")], inputs=work, process=process
        )
        ids["treatment"] = begun.represent(recycler, ids["treated"], plant)
        chain = BatteryChain(
            world=begun,
            mine=mine,
            plant=plant,
            recycler=recycler,
            auditor=auditor,
            mined=ids["mined"],
            shipped="",
            packs="",
            treated=ids["treated"],
            treatment=ids["treatment"],
            rulebook=begun.ledger.keep(load_rulebook("study-full-substitution-1")),
            factors=begun.ledger.keep(FACTORS),
        )
        it = Tiers(chain, refinery, ids)
        ids["salt"] = it.told(refined, refinery, plant, "S-1", amount="60")
        ids["sample"] = it.told(refined, refinery, recycler, "S-2")
        work = [taken(ids["salt"], "50"), power("40", Stage.MAIN_PRODUCTION), freight("10")]
        outputs, pack_line = [made(plant, batteries=10)], ProcessCode.PACK
        ids["packs"] = begun.enter(plant, outputs, inputs=work, process=pack_line, model=MODEL)
        for party, entry, kwh in ((refinery, refined, "4567.125"), (plant, ids["packs"], "40")):
            balance = balance_of(begun, party, power_row(kwh, {entry: kwh}))
            ids[f"{party.name} balance"] = begun.submit(balance, party.working).id
        ids["calculation"] = begun.submit(chain.calculation(), plant.working).id
        word = chain.attestation(ids["calculation"])
        ids["word"] = begun.submit(word, auditor.working).id
        declaration = chain.declaration(ids["calculation"], ids["word"])
        ids["declaration"] = begun.submit(declaration, plant.working).id
        yield it
