"""A log reader that refuses every checkpoint that contradicts an earlier one.

It keeps the last checkpoint that it saw. At every use it proves, from the log's tiles, that the present one extends
it (as the clients of Go's checksum database do). A log that shows one reader a separate history must therefore keep
it up for ever, and the first comparison with another reader's checkpoint reveals it. Two checkpoints that cannot
both be true are written to a file as evidence (`ledger.trust.fork`) before anything else is done with them.

A log that fails to prove something (a tile is missing or wrong, a checkpoint is smaller than the kept one) is
refused without evidence: a cache may cause that. Left out: two readers that use one folder at the same time may keep
the smaller of their checkpoints.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import orjson

from ledger.client.receipts import check_proof
from ledger.client.source import CHECKPOINT, COSIGNED, Source, read_bundle, read_tile
from ledger.trust.checkpoint import Checkpoint, open_checkpoint
from ledger.trust.fork import compare
from ledger.trust.log_key import LogKey
from ledger.trust.merkle import leaf_hash
from ledger.trust.note import Vkey
from ledger.trust.proof import prove_neighbours
from ledger.trust.tile_nodes import TileNodes
from ledger.trust.tiles import ENTRIES, WIDTH, tile_at
from ledger.trust.tlog_proof import TlogProof, format_tlog_proof, renew_proof
from schemas.errors import CradleError
from schemas.signed.fork import ForkEvidence
from schemas.signed.log import Receipt

EVIDENCE = "fork-evidence.json"


@dataclass(frozen=True, slots=True)
class LogClient:
    """A reader of one log.

    Attributes:
        source: the files that the log publishes.
        key: the log's key, from the operator's publication or a policy.
        folder: the folder for the last checkpoint, and for evidence of a fork.
    """

    source: Source
    key: Vkey | LogKey
    folder: Path

    def latest(self) -> bytes:
        """Read the log's present checkpoint, prove that it extends the kept one, and keep it.

        Raises:
            CradleError: `log.forked` (evidence was written), `log.behind`, `log.unpublished`,
                `merkle.consistency` or `tile.*` (growth not proved), `note.*`, `remote.*`.
        """
        note = self.source.read(CHECKPOINT)
        if note is None:
            detail = "The log has no checkpoint at this address; compare the address with its publication."
            raise CradleError("log.unpublished", detail)
        head, kept = self._open(note), self.kept()
        if kept is not None:
            self._agree(kept, note)
            if head.size < self._open(kept).size:
                detail = f"The log shows {head.size} leaves and had {self._open(kept).size} before."
                raise CradleError(
                    "log.behind", f"{detail} Try again later, or ask its operator why."
                )
        self._keep(note)
        return note

    def cosigned(self) -> bytes | None:
        """The newest checkpoint that the log shows as cosigned by witnesses; it must be of the same history."""
        note = self.source.read(COSIGNED)
        if note is not None:
            self.agree(note)
        return note

    def agree(self, note: bytes) -> None:
        """Compare another checkpoint of this log, from any source, with its present one.

        Raises:
            CradleError: as `latest`; `log.behind` if the log is smaller than that checkpoint.
        """
        latest = self.latest()
        self._agree(note, latest)
        if self._open(note).size > self._open(latest).size:
            detail = (
                f"The log shows {self._open(latest).size} leaves; another checkpoint has"
                f" {self._open(note).size}. Try again later, or ask its operator why."
            )
            raise CradleError("log.behind", detail)

    def leaves(self, note: bytes, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield the leaves from an index on, each with its index, proved under a checkpoint of this log.

        Raises:
            CradleError: `merkle.inclusion`, `tile.*`, `remote.*`.
        """
        head = self._open(note)
        nodes = self._nodes(head.size)
        for number in range(start // WIDTH, -(-head.size // WIDTH)):
            first = number * WIDTH
            bundle = read_bundle(self.source, tile_at(ENTRIES, number, head.size))
            hashes = [leaf_hash(leaf) for leaf in bundle]
            prove_neighbours(nodes, first, hashes, head.size, head.root)
            yield from ((at, leaf) for at, leaf in enumerate(bundle, first) if at >= start)

    def renew(self, proof: TlogProof) -> TlogProof:
        """Renew a leaf's proof under the newest cosigned checkpoint, or under the present one if none covers it.

        Raises:
            CradleError: as `agree` for the proof's own checkpoint; `merkle.inclusion`.
        """
        self.agree(proof.checkpoint)
        note = self.cosigned()
        if note is None or self._open(note).size <= proof.index:
            note = self.latest()
        return renew_proof(proof, note, self.key, self._nodes(self._open(note).size))

    def renew_receipt(self, receipt: Receipt) -> Receipt:
        """Renew a receipt under a newer checkpoint, after checking its leaf against its proof.

        Raises:
            CradleError: as `renew`.
        """
        renewed = self.renew(check_proof(receipt, {receipt.log: self.key}))
        return receipt.model_copy(update={"proof": format_tlog_proof(renewed).decode("utf-8")})

    def kept(self) -> bytes | None:
        """The last checkpoint seen of this log."""
        return self._kept.read_bytes() if self._kept.exists() else None

    @property
    def _kept(self) -> Path:
        return self.folder / f"{sha256(self.key.name.encode()).hexdigest()}.checkpoint"

    def _open(self, note: bytes) -> Checkpoint:
        return open_checkpoint(note, self.key)

    def _nodes(self, size: int) -> TileNodes:
        return TileNodes(size, partial(read_tile, self.source))

    def _agree(self, known_note: bytes, shown: bytes) -> None:
        """Refuse two histories; a checkpoint larger than the log is proved as far as the log's tiles reach."""
        ahead = self._open(known_note).size > self._open(shown).size
        nodes = self._nodes(max(self._open(known_note).size, self._open(shown).size))
        try:
            evidence = compare(self.key, known_note, shown, nodes)
        except CradleError:
            if not ahead:
                raise
            return
        if evidence is not None:
            self._accuse(evidence)

    def _accuse(self, evidence: ForkEvidence) -> None:
        path = self.folder / EVIDENCE
        replace_file(path, orjson.dumps(evidence.to_json(), option=orjson.OPT_INDENT_2) + b"\n")
        detail = f"This log showed two histories; {path} proves it to anyone. Pass it on."
        raise CradleError("log.forked", detail)

    def _keep(self, note: bytes) -> None:
        replace_file(self._kept, note)


def replace_file(path: Path, data: bytes) -> None:
    """Replace a file as a whole, durably; make its folder if there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
