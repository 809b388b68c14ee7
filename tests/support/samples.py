"""Commitments and samples of the signed battery chain, honest and bent."""

from collections.abc import Callable, Mapping

from support.bundles import Json, Members, signer, working
from support.signed_chain import Alter, SignedChain

from ledger.audit.bundle.container import pack
from ledger.audit.sample.comparison import population_in
from ledger.audit.sample.draw import draw_sample
from ledger.audit.verifier import run_steps
from ledger.rules.samples import commitment_digest
from ledger.trust.checkpoint import Checkpoint, format_checkpoint
from ledger.trust.encoding import encode_base64
from schemas.signed.commitment import SeedCheckpoint
from schemas.signed.sample import Sample
from schemas.signed.statement import Kind

NONCE = "5a" * 32
OTHER_NONCE = "a5" * 32


def commit(
    chain: SignedChain,
    name: str = "commitment",
    auditor: str = "auditor",
    nonce: str = NONCE,
    **members: Json,
) -> str:
    """Commit an auditor to a nonce for the chain's calculation; return the commitment's id."""
    party = chain.ledger.parties[auditor]
    stated: Members = {"subject": chain.ids["calculation"], **members}
    stated.setdefault("digest", commitment_digest(party, nonce, stated["subject"]))
    header = {"origin": chain.ledger.origin, "issuer": party}
    chain.ids[name] = chain.ledger.submit(Kind.COMMITMENT, {**header, **stated}, working(auditor))
    return chain.ids[name]


def checkpoint_at(chain: SignedChain, size: int, key: str = "operator entries") -> SeedCheckpoint:
    """The checkpoint of the entries log at a size, signed by a key."""
    state = chain.ledger.entries.state(size)
    text = format_checkpoint(
        Checkpoint(f"{chain.ledger.origin}/entries", state.size, bytes.fromhex(state.root))
    )
    signature = encode_base64(signer(key).sign(text.encode()))
    return SeedCheckpoint(size=state.size, root=state.root, signature=signature)


def seed_checkpoint(chain: SignedChain, name: str = "commitment") -> SeedCheckpoint:
    """The checkpoint whose last leaf is a commitment."""
    return checkpoint_at(chain, chain.ledger.indices[chain.ids[name]] + 1)


def sample_of(chain: SignedChain, name: str = "commitment", nonce: str = NONCE) -> Sample:
    """The sample that a commitment of the chain draws, from its bundle as of now."""
    context, _ = run_steps(pack(chain.ledger.files()), chain.ledger.policy())
    population = population_in(context)
    assert population is not None
    about = chain.ids["calculation"], chain.ids[name], nonce
    return draw_sample(*about, seed_checkpoint(chain, name), population)


def stated(sample: Sample, nonce: str = NONCE) -> Members:
    """The member `sample` of an attestation."""
    return {
        "commitment": sample.commitment,
        "nonce": nonce,
        "checkpoint": sample.checkpoint.to_json(),
        "processes": len(sample.items),
        "drawn": sample.drawn,
    }


def sampled(
    bend: Callable[[SignedChain, Members], Members] = lambda _, sample: sample,
    then: Callable[[SignedChain], object] = commit,
) -> Mapping[str, Alter]:
    """A plan of the battery chain in which the auditor commits, draws a sample and attests with it.

    Args:
        bend: changes the member `sample` of the attestation; an empty one is left out.
        then: the commitments, by default one honest one.
    """
    chains: list[SignedChain] = []

    def after_calculation(chain: Json) -> Json:
        then(chain)
        chains.append(chain)
        return chain

    def attest(members: Json) -> Json:
        (chain,) = chains
        sample = bend(chain, stated(sample_of(chain)))
        return {**members, **({"sample": sample} if sample else {})}

    return {"then": after_calculation, "attestation": attest}
