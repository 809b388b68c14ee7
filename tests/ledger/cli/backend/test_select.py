"""The server of a command: that of --server, else that of the login file, else the ledger's folder."""

from pathlib import Path

import pytest
from support.command import cradle

ELSEWHERE, NOWHERE = "http://127.0.0.1:1", "http://127.0.0.1:2"


def login_file(folder: Path, *lines: str) -> Path:
    """A login file that only its owner reads."""
    file = folder / "login.toml"
    file.write_text("\n".join(('api_key = "cradle_x"', *lines)))
    file.chmod(0o600)
    return file


@pytest.mark.parametrize(
    ("stated", "named", "expected"),
    [
        ((f'server = "{ELSEWHERE}"',), (), f"remote.unreachable: {ELSEWHERE}"),
        ((f'server = "{ELSEWHERE}"',), ("--server", NOWHERE), f"remote.unreachable: {NOWHERE}"),
        ((), (), "ledger.absent at none"),
    ],
)
def test_a_login_names_its_server(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    stated: tuple[str, ...],
    named: tuple[str, ...],
    expected: str,
) -> None:
    """A file without one says nothing about where a command works."""
    monkeypatch.setattr("ledger.client.api_client.PAUSES", ())
    login = login_file(tmp_path, *stated)
    ran = cradle("--login", login, *named, "log", "list", "--ledger", "none")
    assert ran.err.startswith(f"refused: {expected}")


def test_a_login_that_others_read_names_nothing(tmp_path: Path) -> None:
    """It is refused before the command runs."""
    login = login_file(tmp_path, f'server = "{ELSEWHERE}"')
    login.chmod(0o644)
    ran = cradle("--login", login, "log", "list", "--ledger", "none")
    assert ran.err.startswith("refused: login.file at")
