"""The golden vectors: `python -m tools.vectors [--check]` writes them.

`tests/vectors/<kind>.json` holds statements of each kind as text, byte for byte: payload, sections,
signers, envelope, id and leaf. `logs.json` holds both logs and a receipt, `marks.json` the marks and the closure
that leaves bind, `witness.json` a cosigned checkpoint and evidence of a fork, `documents.json` the documents that a
calculation names by digest.
They allow tests of another implementation without this code.

A vector changes only with its format, and deliberately: `--check` fails on any difference, and so do
the tests. `python -m tools.docs` cuts the examples in `docs/formats` from them.
"""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from support.golden import logs, marks
from support.golden.chain import SignedStatement, seed, signer
from support.golden.method import BORDER_FACTORS, FACTORS, HOUSING, RULEBOOK
from support.golden.story import build_chain

from ledger.state.drafting import Draft
from ledger.trust.envelope import Envelope, format_envelope, match_signers
from ledger.trust.leaves import digest, model_bytes
from schemas.base import Model
from schemas.signed.kinds import section_digests
from schemas.signed.statement import Kind
from tools import generated, tree

FOLDER = Path("tests/vectors")
Vectors = Mapping[str, dict[str, Any]]


def build() -> Vectors:
    """Return the content of each vector file, by its name."""
    chain = build_chain()
    of_kind = {
        kind.value: {
            "kind": kind.value,
            "payload_type": kind.payload_type,
            "vectors": [
                {"name": name} | _statement(one)
                for name, one in chain.statements.items()
                if one.draft.kind is kind
            ],
        }
        for kind in Kind
    }
    documents = {
        "rulebook": _document(RULEBOOK),
        "factor_set": _document(FACTORS),
        "border_factor_set": _document(BORDER_FACTORS),
        "policy": logs.policy(chain),
        "monitor": logs.monitor(chain),
        "imported": {"document": HOUSING.decode(), "digest": digest(HOUSING)},
    }
    return {
        **of_kind,
        "documents": documents,
        "logs": logs.logs(chain),
        "marks": marks.marks(chain),
        "witness": logs.witness(chain),
    }


def _statement(signed: SignedStatement) -> dict[str, Any]:
    return {
        "payload": signed.draft.payload.decode(),
        "id": signed.draft.id,
        "sections": _sections(signed.draft),
        "signers": _signers(signed.envelope, signed.keys),
        "envelope": format_envelope(signed.envelope).decode(),
        "leaf": signed.leaf.decode(),
    }


def _sections(draft: Draft) -> list[dict[str, str]]:
    given = {digest(document): document for document in draft.sections}
    return [
        {"name": name.value, "digest": named, "document": given[named].decode()}
        for name, named in section_digests(draft.statement).items()
    ]


def _signers(envelope: Envelope, keys: tuple[str, ...]) -> list[dict[str, str]]:
    """The signers in the order of the envelope's signatures, with their seeds."""
    seeds = {signer(name).public: (name, seed(name)) for name in keys}
    return [
        {"name": seeds[key][0], "seed": seeds[key][1].hex(), "key": key.hex()}
        for key in match_signers(envelope, seeds)
    ]


def _document(value: Model) -> dict[str, str]:
    return {"document": model_bytes(value).decode(), "digest": digest(model_bytes(value))}


def render(vectors: Vectors) -> dict[Path, bytes]:
    """Return the vector files, by their path below the top folder."""
    return {FOLDER / f"{name}.json": generated.encode(value) for name, value in vectors.items()}


def main(arguments: list[str], top: Path = tree.TOP) -> int:
    """Write the vectors, or only compare them with `--check`; return the exit status."""
    return generated.conclude(render(build()), arguments, top, folder=FOLDER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
