"""Sources of a log's published files: an address, or a folder.

Both use the paths of C2SP tlog-tiles: `checkpoint`, `tile/...`, and our addition `cosigned`, the newest checkpoint
that witnesses have signed.
"""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from ledger.client.http import NOT_FOUND, OK, HttpClient, HttpRequest
from ledger.trust.merkle import HASH_LENGTH
from ledger.trust.tiles import WIDTH, Tile, format_tile_path, parse_bundle
from schemas.errors import CradleError

CHECKPOINT, COSIGNED = "checkpoint", "cosigned"


class Source(Protocol):
    """The published files of one log; the reader verifies all of them."""

    def read(self, path: str) -> bytes | None:
        """Read a file below the log's prefix; None if there is none."""


@dataclass(frozen=True, slots=True)
class Folder:
    """A log's published files in a folder."""

    folder: Path

    def read(self, path: str) -> bytes | None:
        """Read a file; None if there is none.

        Raises:
            CradleError: `remote.unreachable`.
        """
        try:
            return (self.folder / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            detail = f"{self.folder / path} cannot be read: {error}. Check the folder, or fetch the log again."
            raise CradleError("remote.unreachable", detail) from None


@dataclass(frozen=True, slots=True)
class Address:
    """A log over HTTP; `token` is the login, if the operator requires one.

    Raises:
        CradleError: `remote.address`.
    """

    prefix: str
    token: str | None = None
    http: HttpClient = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare the connections."""
        object.__setattr__(self, "prefix", self.prefix.rstrip("/"))
        object.__setattr__(self, "http", HttpClient(self.prefix))

    def read(self, path: str) -> bytes | None:
        """A file; None where there is none.

        Raises:
            CradleError: `remote.*`.
        """
        answer = self.http.send(HttpRequest(f"/{path}", token=self.token))
        if answer.status == NOT_FOUND:
            return None
        if answer.status != OK:
            detail = (
                f"{self.prefix}/{path} responds with {answer.status}; ask its operator for a login."
            )
            raise CradleError("remote.refused", detail)
        return answer.body


def open_source(place: str, token: str | None = None) -> Source:
    """The log at an address or in a folder."""
    return Address(place, token) if "://" in place else Folder(Path(place))


def read_tile(source: Source, tile: Tile) -> bytes:
    """The hashes of a tile, taken from the full one if its partial form was removed.

    Raises:
        CradleError: `tile.absent`, or as the source does.
    """
    data, is_full = _read(source, tile)
    return data[: tile.width * HASH_LENGTH] if is_full else data


def read_bundle(source: Source, tile: Tile) -> tuple[bytes, ...]:
    """The leaves of an entry bundle, as many as its width, taken from the full one likewise.

    Raises:
        CradleError: `tile.absent`, `tile.bundle`, or as the source does.
    """
    data, is_full = _read(source, tile)
    leaves = parse_bundle(data)
    if is_full:
        leaves = leaves[: tile.width]
    if len(leaves) != tile.width:
        detail = f"{format_tile_path(tile)} does not hold {tile.width} leaves; fetch it again."
        raise CradleError("tile.bundle", detail)
    return leaves


def _read(source: Source, tile: Tile) -> tuple[bytes, bool]:
    """The published bytes of a tile, and True if they are of the full one in place of a partial one."""
    data = source.read(format_tile_path(tile))
    is_full = data is None and tile.width < WIDTH
    if is_full:
        data = source.read(format_tile_path(Tile(tile.level, tile.index)))
    if data is None:
        detail = f"{format_tile_path(tile)} is not published; try again later, or ask the operator."
        raise CradleError("tile.absent", detail)
    return data, is_full
