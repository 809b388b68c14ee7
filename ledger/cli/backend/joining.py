"""A new participant's folder: keys, a registration for the registrar, and the login file.

    keys/               the private keys, for their owner alone
    login.toml          the server, the API key and the logs' keys, for its owner alone
    registration.json   signed, for the registrar to countersign

All that this machine can do comes before the account is opened, since a link opens one only once. Until then a failure
removes what was made. The login file has its place on the disk beforehand; the API key is put into it first of all.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from ledger.cli.keys.identity import create_identity, keep_registration, sign_registration
from ledger.cli.keys.passphrases import Protection
from ledger.cli.keys.private_keys import write_secret
from ledger.cli.terminal.files import write_file
from ledger.client.first_steps import REQUEST
from ledger.client.invitations import InvitationLink
from ledger.client.login_file import format_login
from ledger.trust.submission import format_submission
from schemas.base import refusal
from schemas.errors import CradleError
from schemas.exchanged.invitation import AccountBody, LedgerDescription, OpenedAccount
from schemas.signed.participant import Profile
from schemas.vocabulary import Role

KEYS, LOGIN = "keys", "login.toml"
_OWNER = 0o700
_KEY_LENGTH = 200
"""Characters that the longest API key has room in, until it is known."""


@dataclass(frozen=True, slots=True)
class RegistrationRequest:
    """The firm to register as a supplier, the ledger and registrar to sign for, and the protection of the keys."""

    profile: Profile
    origin: str
    registrar: str
    protection: Protection


def parse_account(title: str, person: str | None, password: str | None) -> AccountBody:
    """Parse the account that a user asks for.

    Raises:
        CradleError: as the model.
    """
    try:
        return AccountBody(title=title, person=person, password=password)
    except ValidationError as error:
        raise refusal(error) from None


def require_new_folder(folder: Path) -> None:
    """Refuse a folder that has content, or that cannot be made.

    Raises:
        CradleError: `join.folder`.
    """
    try:
        is_new = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
        has_parent = folder.absolute().parent.is_dir()
    except OSError as error:
        raise _unusable(folder, error) from None
    if not is_new:
        detail = "This folder is not empty, or is a file; name a new folder with --folder."
        raise CradleError("join.folder", detail, str(folder))
    if not has_parent:
        detail = "The folder that this one would be in does not exist; make it, or name another."
        raise CradleError("join.folder", detail, str(folder))


def _unusable(folder: Path, error: OSError) -> CradleError:
    detail = f"{error.strerror or 'It cannot be written'}; name another folder with --folder."
    return CradleError("join.folder", detail, str(folder))


def join_by_link(
    folder: Path,
    link: InvitationLink,
    request: RegistrationRequest,
    account: AccountBody,
    ledger: LedgerDescription,
) -> tuple[str, OpenedAccount]:
    """Make keys, a registration request and an account; return the participant's id and the account.

    Raises:
        CradleError: `join.folder`, or as `InvitationLink.open_account`; nothing is left then.
    """
    with _removed_on_failure(folder):
        participant = _sign(folder, request)
        write_secret(folder / LOGIN, _login(link, "-" * _KEY_LENGTH, ledger))
        opened = link.open_account(account)
    (folder / LOGIN).write_bytes(_login(link, opened.api_key, ledger))
    return participant, opened


def join_with_login(folder: Path, request: RegistrationRequest) -> str:
    """Make keys and a registration request for an account that exists; return the participant's id.

    Raises:
        CradleError: `join.folder`.
    """
    with _removed_on_failure(folder):
        return _sign(folder, request)


def _login(link: InvitationLink, key: str, ledger: LedgerDescription) -> bytes:
    return format_login(link.server, key, ledger.logs).encode("utf-8")


def _sign(folder: Path, request: RegistrationRequest) -> str:
    keys = create_identity(folder / KEYS, request.protection)
    submission = sign_registration(
        keys, request.origin, request.profile, [Role.SUPPLIER], request.registrar
    )
    write_file(folder / REQUEST, format_submission(submission) + b"\n")
    keep_registration(keys, submission.id, request.origin)
    return submission.id


@contextmanager
def _removed_on_failure(folder: Path) -> Iterator[None]:
    """Make a folder for its owner alone; remove it again, or its content if it was there, if its use fails."""
    require_new_folder(folder)
    existed = folder.exists()
    try:
        folder.mkdir(mode=_OWNER, exist_ok=True)
        yield
    except OSError as error:
        _remove(folder, existed=existed)
        raise _unusable(folder, error) from None
    except BaseException:
        _remove(folder, existed=existed)
        raise


def _remove(folder: Path, *, existed: bool) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    if existed:
        folder.mkdir(mode=_OWNER, exist_ok=True)
