"""Objections and answers on the signed battery chain, honest and bent."""

from support.bundles import Json, Members, signer
from support.signed_chain import SignedChain
from support.verdicts import judge

from ledger.trust.note import COSIGNATURE, Vkey, format_line, format_vkey, parse_note
from ledger.trust.witness import cosign
from schemas.signed.policy import Witness
from schemas.signed.statement import Kind
from schemas.views.report import Report

DUE = "2026-03-01"
AFTER_DUE = 1_772_409_600
"""2026-03-02T00:00:00Z, the first second after that day."""


def contest(
    chain: SignedChain,
    subject: str = "refinery",
    by: str = "packer",
    name: str = "objection",
    **members: Json,
) -> str:
    """Contest a statement of the chain by its name; return the objection's id."""
    stated: Members = {
        "subject": chain.ids.get(subject, subject),
        "ground": "amount",
        "reason": "More was used than is stated",
        "evidence": [],
        "answer_by": DUE,
    }
    chain.ids[name] = chain.ledger.state(Kind.OBJECTION, by, {**stated, **members})
    return chain.ids[name]


def reply(
    chain: SignedChain,
    outcome: str = "rejects",
    by: str = "refinery",
    objection: str = "objection",
    name: str = "answer",
) -> str:
    """Answer an objection of the chain by its name; return the answer's id."""
    stated: Members = {
        "objection": chain.ids[objection],
        "outcome": outcome,
        "reason": "The meter was read by a third party",
        "evidence": [],
    }
    chain.ids[name] = chain.ledger.state(Kind.ANSWER, by, stated)
    return chain.ids[name]


def take_back(chain: SignedChain, by: str = "packer", objection: str = "objection") -> str:
    """Withdraw an objection of the chain by its name; return the withdrawal's id."""
    stated: Members = {"withdraws": chain.ids[objection], "reason": "entered_in_error"}
    chain.ids["withdrawal"] = chain.ledger.state(Kind.WITHDRAWAL, by, stated)
    return chain.ids["withdrawal"]


def witnessed(chain: SignedChain, seconds: int) -> Report:
    """The report on the chain's bundle, whose checkpoints a required witness has cosigned at a time."""
    name, files = "witness.example/w1", chain.ledger.files()
    for log in ("checkpoints/entries", "checkpoints/registry"):
        text = parse_note(files[log]).text
        files[log] += format_line(cosign(text, name, signer(name), seconds)).encode()
    vkey = format_vkey(Vkey(name, COSIGNATURE, signer(name).public))
    witness = Witness(vkey=vkey, group="academy")
    return judge(files, chain.ledger.policy(witnesses=(witness,), quorum=1))
