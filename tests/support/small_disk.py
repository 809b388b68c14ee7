"""Disks that fail: a small file system of its own that a test fills, and a process that may write no file.

A file system needs the right to mount, which a test without it says by skipping.
"""

import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from support.need import NOT_PERMITTED, Missing, need_command

_FILLING = "filling"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """Mount an empty file system of that size on a folder, in memory."""
    options = ["-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs"]
    with _mounted(folder, *options):
        yield folder


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Make a folder a read-only file system with the same content."""
    with _mounted(folder, "--bind", "-o", "ro", str(folder)):
        yield


@contextmanager
def _mounted(folder: Path, *options: str) -> Iterator[None]:
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        [need_command("mount"), *options, str(folder)], capture_output=True, check=False
    )
    if done.returncode != 0:
        raise Missing(f"{NOT_PERMITTED}mounting a file system")
    try:
        yield
    finally:
        subprocess.run([need_command("umount"), "--lazy", str(folder)], check=True)


def fill(folder: Path) -> None:
    """Write into a file until the disk has no more room."""
    with (folder / _FILLING).open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue


def make_room(folder: Path) -> None:
    """Remove the file that fills the disk."""
    (folder / _FILLING).unlink()


@contextmanager
def no_writing(process: int) -> Iterator[None]:
    """Have every write to a file by a running process fail; its open sockets are not affected."""
    soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, (soft, hard))
