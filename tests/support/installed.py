"""A fresh environment with chosen distributions of this one, as links: an installation without a registry."""

import os
import subprocess
import sys
import venv
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import distribution
from pathlib import Path
from sysconfig import get_path

PIP = ("--no-index", "--no-cache-dir", "--quiet", "--disable-pip-version-check")


def succeed(
    command: Sequence[str | Path], environment: Mapping[str, str], cwd: Path | None = None
) -> str:
    """Run a command that must succeed; return what it wrote."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


class Environment:
    """An environment in a folder, with programs that see neither this checkout nor this environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._own = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV"))
        } | {"PIP_CONFIG_FILE": os.devnull}

    def program(self, name: str) -> Path:
        """The path of an installed program."""
        return self.folder / "bin" / name

    def run(self, program: str, *arguments: object, cwd: Path) -> str:
        """Run an installed program that must succeed; return what it wrote."""
        return succeed([self.program(program), *map(str, arguments)], self._own, cwd)

    def start(self, program: str, *arguments: object, cwd: Path) -> "subprocess.Popen[bytes]":
        """Start an installed program, whose output goes to the file `output` in `cwd`."""
        with (cwd / "output").open("wb") as output:
            return subprocess.Popen(
                [self.program(program), *map(str, arguments)],
                cwd=cwd,
                env=self._own,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def install(self, requirement: str, wheels: Path) -> None:
        """Install from a folder of wheels; what is not in it must be here already."""
        outer = [sys.executable, "-m", "pip", "--python", str(self.program("python")), "install"]
        found = ["--find-links", str(wheels), requirement]
        succeed([*outer, *PIP, *found], self._own)


def linked_environment(folder: Path, names: Iterable[str]) -> Environment:
    """Make an environment that has these distributions of the present one, and nothing else."""
    venv.create(folder, symlinks=True)
    here = Path(get_path("purelib"))
    there = folder / here.relative_to(sys.prefix)
    for name in names:
        for file in distribution(name).files or ():
            if ".." not in file.parts:
                link = there / file
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(here / file)
    return Environment(folder)


def built_wheel(top: Path, folder: Path) -> Path:
    """Build the wheel of a checkout, without isolation as `make release` does."""
    command = [sys.executable, "-m", "pip", "wheel", *PIP, "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--wheel-dir", folder, top], check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel
