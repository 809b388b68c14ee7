"""The files of `deploy/`: systemd and Docker Compose accept them, and no program gets rights that it does not need."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from support.need import need_command

from tools import tree

DEPLOY = tree.TOP / "deploy"
UNITS = ("cradle-server.service", "cradle-backup.service", "cradle-witness.service")
EXPOSURE = "15"
"""The most that a unit may be exposed, in tenths of `systemd-analyze security`."""


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with this environment's command in place of the installed one."""
    copytree(DEPLOY / "systemd", tmp_path / "units")
    for file in (tmp_path / "units").glob("*.service"):
        here = str(Path(sys.executable).parent)
        file.write_text(file.read_text().replace("/opt/cradle/bin", here))
    return tmp_path / "units"


def analysed(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """What systemd says of the units in a folder, without a running systemd."""
    command = [need_command("systemd-analyze"), "--no-pager", *arguments]
    files = [f"./{name}" for name in (*UNITS, "cradle-backup.timer")]
    names = files if "verify" in arguments else files[:-1]
    return subprocess.run(
        [*command, *names], cwd=folder, capture_output=True, text=True, check=False
    )


def test_systemd_knows_every_line_of_the_units(units: Path) -> None:
    """And the drop-in of all; a misspelt line is found."""
    sound = analysed(units, "verify")
    assert (sound.returncode, sound.stderr) == (0, "")
    dropin = units / "cradle-.service.d/hardened.conf"
    dropin.write_text(dropin.read_text().replace("ProtectSystem", "ProtectSystm"))
    assert "Unknown key 'ProtectSystm'" in analysed(units, "verify").stderr


def test_the_units_are_hardened(units: Path) -> None:
    """Without the drop-in they are not."""
    security = ("security", "--offline=true", f"--threshold={EXPOSURE}")
    assert analysed(units, *security).returncode == 0
    (units / "cradle-.service.d/hardened.conf").unlink()
    assert analysed(units, *security).returncode != 0


def composed(
    file: Path = DEPLOY / "compose.yaml", profile: str = "*"
) -> "subprocess.CompletedProcess[str]":
    """The compose file as Docker Compose reads it, by its own schema, without a daemon."""
    command = [need_command("docker-compose"), "--file", str(file), "--profile", profile, "config"]
    environment = os.environ | {"CRADLE_HOST": "ledger.example"}
    return subprocess.run(
        [*command, "--format", "json"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def services() -> dict[str, dict[str, Any]]:
    """The services by name."""
    done = composed()
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)["services"]
    return found


def test_a_line_that_compose_does_not_know_is_refused(tmp_path: Path) -> None:
    """So the file itself, which is accepted, has none."""
    file = tmp_path / "compose.yaml"
    file.write_text((DEPLOY / "compose.yaml").read_text().replace("read_only: true", "readonly: 1"))
    refused = composed(file)
    assert refused.returncode != 0
    assert "readonly" in refused.stderr


@pytest.mark.parametrize("profile", ["ledger", "command", "witness"])
def test_each_profile_has_all_that_its_services_depend_on(profile: str) -> None:
    """A service that depends on one of another profile is refused."""
    done = composed(profile=profile)
    assert done.returncode == 0, done.stderr


def test_no_container_has_rights() -> None:
    """None is root, writes to its image, has a capability or gains one; only a proxy has ports."""
    found = services()
    assert set(found) == {"proxy", "server", "database", "cradle", "witness-proxy", "witness"}
    for service in found.values():
        assert service["user"] not in {"", "0", "root"}
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert "cap_add" not in service
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert {name for name, service in found.items() if "ports" in service} == {
        "proxy",
        "witness-proxy",
    }


def test_what_serves_has_a_health_check_and_keeps_its_data_in_a_volume() -> None:
    """The service of single commands has no health; it reaches the volumes of all, and the host's identity."""
    found = services()
    assert {name for name, service in found.items() if "healthcheck" not in service} == {"cradle"}
    sources = {
        name: {row["source"] for row in service["volumes"] if row["type"] == "volume"}
        for name, service in found.items()
    }
    assert sources["server"] == {"ledger", "checkpoints"}
    assert sources["cradle"] == {"ledger", "checkpoints", "backups"}
    assert sources["database"] == {"database"}
    for name in ("server", "cradle"):
        (bound,) = (row for row in found[name]["volumes"] if row["type"] == "bind")
        assert (bound["target"], bound["read_only"]) == ("/etc/machine-id", True)


def test_each_target_of_the_image_is_one_that_compose_builds() -> None:
    """And each user of a container is that of its image."""
    text = (DEPLOY / "Containerfile").read_text()
    parts = re.split(r"^FROM \S+ AS (\S+)$", text, flags=re.MULTILINE)[1:]
    users = {
        target: user[1]
        for target, body in zip(parts[::2], parts[1::2], strict=True)
        if (user := re.search(r"^USER (\S+)$", body, re.MULTILINE))
    }
    built = {
        service["build"]["target"]: service["user"]
        for service in services().values()
        if "build" in service
    }
    assert built == users
