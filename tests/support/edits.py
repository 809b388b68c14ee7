"""Changes to the files of a bundle in transit, without new signatures."""

from collections.abc import Callable

from support.bundles import payload_of, rewrapped

from ledger.trust.envelope import parse_envelope

Files = dict[str, bytes]
Edit = Callable[[bytes], bytes]


def put(name: str, data: bytes | Edit) -> Callable[[Files], None]:
    """A change that writes a file, or rewrites one."""

    def change(files: Files) -> None:
        files[name] = data if isinstance(data, bytes) else data(files[name])

    return change


def swap(old: str, new: str) -> Edit:
    """Other bytes in place of the first such ones, which must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode(), 1)

    return change


def digit(before: str) -> Edit:
    """Another hexadecimal digit after the first such text."""

    def change(data: bytes) -> bytes:
        start, found, rest = data.partition(before.encode())
        return start + found + (b"0" if rest[:1] != b"0" else b"1") + rest[1:]

    return change


def payload(old: str, new: str) -> Edit:
    """Other bytes in the payload of an envelope, under the old signature."""
    return lambda data: rewrapped(data, swap(old, new)(payload_of(data)))


def each(*changes: Callable[[Files], None]) -> Callable[[Files], None]:
    """One change after the other."""

    def change(files: Files) -> None:
        for one in changes:
            one(files)

    return change


def drop(*names: str) -> Callable[[Files], None]:
    """A change that leaves files out."""

    def change(files: Files) -> None:
        for name in names:
            del files[name]

    return change


def flipped(data: bytes) -> bytes:
    """An envelope with one bit of its signature changed."""
    known = parse_envelope(data)
    (signature,) = known.signatures
    return rewrapped(data, known.payload, [bytes([signature[0] ^ 1]) + signature[1:]])


def line(number: int, text: str) -> Edit:
    """A checkpoint with another line."""

    def change(data: bytes) -> bytes:
        lines = data.decode().split("\n")
        lines[number] = text
        return "\n".join(lines).encode()

    return change
