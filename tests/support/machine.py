"""A folder in place of `/` on which a page's commands of root run; their units start as plain processes.

`runuser`, `systemctl` and `systemd-creds` are stand-ins: this user does all, calls of systemctl are noted and then done
here, and a credential is a plain file. The sandbox of a unit is not made.
"""

import os
import re
import shlex
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree

from support.installed import succeed
from support.serve_process import await_ready, free_port

from tools import tree

_STANDINS = {
    "runuser": 'shift 3; exec "$@"',
    "systemctl": 'echo "$@" >> "$ROOT/systemctl"',
    "systemd-creds": 'cp "$3" "$4"',
}
_PLACE = re.compile(r"(?<![\w.}])/(opt|etc|var)/")
_OWN = ("CRADLE_", "PYTHON")


@dataclass
class Machine:
    """The folder, the processes that were started, and the port of the server in place of 8000."""

    root: Path
    port: int = field(default_factory=free_port)
    processes: ExitStack = field(default_factory=ExitStack)

    def __post_init__(self) -> None:
        """Lay out the release's files, the installed programs and the stand-ins."""
        copytree(tree.TOP / "deploy", self.root / "srv/dist/deploy")
        for folder in ("opt/cradle/bin", "etc/systemd/system", "etc/caddy", "standins"):
            (self.root / folder).mkdir(parents=True)
        for name in ("cradle", "python"):
            (self.root / "opt/cradle/bin" / name).symlink_to(Path(sys.executable).with_name(name))
        for name, body in _STANDINS.items():
            file = self.root / "standins" / name
            file.write_text(f"#!/bin/sh\n{body}\n")
            file.chmod(0o700)
        self.environment = {k: v for k, v in os.environ.items() if not k.startswith(_OWN)}
        self.environment["ROOT"] = str(self.root)
        self.environment["PATH"] = f"{self.root / 'standins'}{os.pathsep}{os.environ['PATH']}"

    def here(self, text: str) -> str:
        """A text of commands with paths in the folder, without other owners, and with the port."""
        text = _PLACE.sub(rf"{self.root}/\1/", text).replace("-o cradle -g cradle ", "")
        return text.replace(" serve --ledger", f" serve --port {self.port} --ledger")

    def run(self, blocks: list[str]) -> None:
        """Run blocks of a page in one shell's environment, and after each one start what it asks systemctl for."""
        before = ""
        for block in blocks:
            (self.root / "systemctl").unlink(missing_ok=True)
            exports = "".join(re.findall(r"^(?:export|unset) .*\n", block, re.MULTILINE))
            self._shell(before + block)
            before += exports
            self._obey()

    def _shell(self, script: str) -> None:
        command = ["bash", "-euo", "pipefail", "-c", self.here(script)]
        succeed(command, self.environment, self.root / "srv/dist")

    def _obey(self) -> None:
        calls = self.root / "systemctl"
        for call in calls.read_text().splitlines() if calls.exists() else ():
            for unit in re.findall(r"cradle-\w+\.service", call):
                self.start(unit)

    def start(self, unit: str) -> None:
        """Start a unit's program; wait for its end if it is one that ends, else for a ready server."""
        text = self.here((self.root / "etc/systemd/system" / unit).read_text())
        values = dict(re.findall(r"^(\w+)=(.*)$", text, re.MULTILINE))
        command = shlex.split(values["ExecStart"].replace("%%", "%").replace("$$", "$"))
        environment = self.environment | {"CREDENTIALS_DIRECTORY": str(self._credentials(values))}
        if "EnvironmentFile" in values:
            lines = Path(values["EnvironmentFile"]).read_text().splitlines()
            environment |= dict(line.split("=", 1) for line in lines)
        if values["Type"] == "oneshot":
            subprocess.run(command, env=environment, check=True)
            return
        process = self.processes.enter_context(subprocess.Popen(command, env=environment))
        self.processes.callback(process.terminate)
        await_ready(process, self.port)

    def _credentials(self, values: dict[str, str]) -> Path:
        folder = self.root / "credentials"
        folder.mkdir(exist_ok=True)
        if "LoadCredentialEncrypted" in values:
            name, _, path = values["LoadCredentialEncrypted"].partition(":")
            (folder / name).write_bytes(Path(path).read_bytes())
        return folder
