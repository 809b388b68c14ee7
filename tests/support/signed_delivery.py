"""A delivery made by hand, and its supply chain: a mine, a refinery, and the sulfate it delivers to a packer.

The plan is as in `support.signed_battery`: entries and deliveries by name, `told` the figure, and with the chain
as argument `early` before the state that the figure names, `late` after it and `after` the delivery.
"""

from collections.abc import Mapping
from functools import cache

from support.bundles import Json, Ledger, Members, path, payload_of
from support.signed_chain import Alter, SignedChain, output, taken, used

from schemas.signed.statement import Kind

RAW = "raw_material"


def build(plan: Mapping[str, Alter] | None = None) -> SignedChain:
    """The chain up to the delivery."""
    chain = SignedChain(plan=plan or {}, ledger=Ledger())
    ledger = chain.ledger
    ledger.register("registrar", "operator", "registrar", registrar=None)
    for name in ("mine", "refinery"):
        ledger.register(name, "supplier")
    ledger.register("packer", "manufacturer")
    ledger.register("auditor", "auditor")
    power = used("db:grid", "25000.5", "kWh", "energy", RAW)
    ore = {"outputs": [output("ore", "90000")], "inputs": [power]}
    chain.entry("mine", "mine", "raw_material.mining", ore)
    sold = {"entry": chain.ids["mine"], "amount": "60000"}
    chain.deliver("ore", "mine", "refinery", "ore", **sold)
    work = used("db:freight", "4567.8", "tkm", "transport", RAW)
    made: Members = {"outputs": [output("sulfate", "15000")]}
    made["inputs"] = [taken(chain.ids["ore"], "60000"), work]
    chain.entry("refinery", "refinery", "raw_material.refining", made)
    chain.planned("early", chain)
    told = chain.planned("told", chain.told("refinery", "sulfate"))
    chain.planned("late", chain)
    shipped = {"entry": chain.ids["refinery"], "amount": "14000"}
    figure = {} if told is None else {"figure": told}
    chain.deliver("sulfate", "refinery", "packer", "sulfate", **shipped, **figure)
    chain.planned("after", chain)
    return chain


def attest(chain: SignedChain, by: str = "auditor", settled: Json = None, **members: Json) -> str:
    """Let a party attest the delivery; `members` replace members. Return its id, which is also under `word`.

    `settled` are the rows of its section, without which it settles nothing.
    """
    word = {
        "delivery": chain.ids["sulfate"],
        **dict.fromkeys(("bundle", "policy", "findings"), "sha256:" + "1" * 64),
        "scope": "the refinery and its ore",
        "level": "agreed_upon_procedures",
        "materiality": "5",
        "depth": {"default": "recomputed", "exceptions": []},
        "outcome": "verified",
    }
    stated = {name: value for name, value in {**word, **members}.items() if value is not None}
    sections = {} if settled is None else {"settled": {"choices": settled}}
    chain.ids["word"] = chain.ledger.state(Kind.ATTESTATION, by, stated, **sections)
    return chain.ids["word"]


@cache
def honest() -> SignedChain:
    """The chain as it should be, built once; not to be changed."""
    return build()


def whole(chain: SignedChain) -> dict[str, bytes]:
    """The files of the auditor's bundle: all but the registrations of parties that signed nothing."""
    files = chain.ledger.files()
    signed = b"\n".join(map(payload_of, chain.ledger.envelopes.values()))
    for name in ("auditor", "packer"):
        if f'"issuer":"{chain.ledger.parties[name]}"'.encode() not in signed:
            del files[path("statements", chain.ledger.parties[name])]
            profile = next(
                key for key, at in chain.ledger.sections.items() if f'"{name}"'.encode() in at
            )
            del files[path("sections", profile)]
    return files


def redacted(chain: SignedChain) -> dict[str, bytes]:
    """The files of the customer's bundle: no inventory, nothing of the mine, no method."""
    files = whole(chain)
    for name in ("mine", "ore"):
        del files[chain.statement(name)]
    chain.hide("mine", "ore")(files)
    mine = chain.ledger.parties["mine"]
    profile = next(key for key, at in chain.ledger.sections.items() if b'"mine"' in at)
    hidden = [chain.section("mine", part) for part in ("inventory", "product", "quality")]
    hidden += [path("statements", mine), path("sections", profile)]
    hidden += [name for name in files if name.startswith("blobs/")]
    for name in (*hidden, chain.section("refinery", "inventory")):
        del files[name]
    return files
