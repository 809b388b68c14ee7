"""The golden chain's objection: the maker of packs contests a row of its supplier's entry, which rejects it."""

from ledger.state.drafting import Draft
from schemas.signed.objection import Answer, Ground, Objection
from tools.golden_chain import ORIGIN, Chain, file_digest, salt


def object_and_answer(chain: Chain) -> None:
    """Append the objection, then the answer."""
    objection = Objection(
        origin=ORIGIN,
        issuer=chain.id("packs"),
        subject=chain.id("cathode_corrected"),
        row="inputs/1",
        ground=Ground.AMOUNT,
        claimed_kg="125000",
        reason="The electricity of the site is above the one metered at the feeder",
        evidence=(file_digest("reading of the feeder"),),
        answer_by="2026-06-30",
        nonce=salt("objection"),
    )
    chain.admit("objection", Draft(objection), "packs working")
    answer = Answer(
        origin=ORIGIN,
        issuer=chain.id("material"),
        objection=chain.id("objection"),
        outcome="rejects",
        reason="The feeder serves a second line, which has an entry of its own",
        evidence=(file_digest("plan of the feeder"),),
        nonce=salt("answer"),
    )
    chain.admit("answer", Draft(answer), "material working")
