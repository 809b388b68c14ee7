"""The names of the files of a bundle.

    statements/<hex>.json   the signed envelope of a statement, named by its id
    sections/<hex>.json     a section, named by its digest
    blobs/<hex>.json        rulebook, factor sets and imported files, named by their digests
    proofs/entries          the leaves of statements and of opened marks in the entries log, the last leaf that its
                            checkpoint covers, and the hashes of the leaves between them
    registry.json           all leaves of the registry, in order
    checkpoints/entries     the signed checkpoints of both logs
    checkpoints/registry
    closure.json            the closure of the figure, opened: the firms' marks behind it (`schemas.signed.closure`)
    monitor.json            a monitor's signed report on the whole ledger, if there is one

There is no manifest, because a list proves nothing that the digests do not.
"""

from collections.abc import Iterable, Iterator, Mapping

ENTRIES = "checkpoints/entries"
REGISTRY = "checkpoints/registry"
LEAVES = "registry.json"
PROOF = "proofs/entries"
MONITOR = "monitor.json"
CLOSURE = "closure.json"
FIXED = (ENTRIES, REGISTRY, LEAVES, PROOF)
"""The files that every bundle has."""


def named_file(folder: str, name: str) -> str:
    """Return the name of the file in a folder for an id or a digest."""
    return f"{folder}/{name.removeprefix('sha256:')}.json"


def named_files(folders: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """The names of the files for ids or digests, which are given by folder."""
    return (named_file(folder, name) for folder, names in folders.items() for name in names)
