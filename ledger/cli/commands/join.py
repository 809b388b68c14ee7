"""`cradle join`: a supplier's way from an invitation to a receipt over a server.

The log keys in the new login file come from the server that the link names, over TLS, and are trusted on this first
use. The command shows them, so that they can be compared with the operator's publication.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ledger.cli.terminal.options import (
    Address,
    AsJson,
    Contact,
    SiteTowns,
    TradeName,
    Unencrypted,
)
from schemas.errors import CradleError

if TYPE_CHECKING:
    from ledger.cli.backend.firm import DetailOptions
    from ledger.cli.keys.passphrases import Protection
    from ledger.cli.terminal.joined import Joined
    from schemas.signed.participant import Profile


def command(
    country: Annotated[
        str, typer.Option(help="The organisation's country, ISO 3166 alpha-2, such as FI.")
    ],
    link: Annotated[
        str | None,
        typer.Argument(
            help="The link of an invitation. Without one: the account that --login names."
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="The legal name of your organisation. Default: the firm that the request names."
        ),
    ] = None,
    identifier: Annotated[
        list[str],
        typer.Option(
            help="An identifier of the organisation as scheme:value, such as lei:5299...; may be "
            "repeated."
        ),
    ] = [],  # noqa: B006 - typer copies the default
    address: Address = None,
    trade_name: TradeName = None,
    contact: Contact = None,
    site: SiteTowns = [],  # noqa: B006 - typer copies the default
    person: Annotated[
        str | None,
        typer.Option(
            help="With a link: also make a login for a person in a browser, whose name ends in digits "
            "of the link; its password is asked."
        ),
    ] = None,
    folder: Annotated[
        Path, typer.Option(help="The new folder for the keys, the login and the registration.")
    ] = Path("cradle"),
    unencrypted: Unencrypted = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Open the account without asking.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Join a ledger by an invitation.

    Opens an account, makes your keys and signs your registration, for a registrar to countersign. Then prints the
    commands to a receipt. With `--login` instead of a link it does the same for an account that exists.

    Example: cradle join https://ledger.example/invitation/5c1f... --country FI
    """
    from ledger.cli.backend.firm import DetailOptions
    from ledger.cli.keys.passphrases import new_protection
    from ledger.cli.terminal.joined import show_joined

    details = DetailOptions(address, trade_name, contact)
    protection = new_protection(unencrypted=unencrypted)
    firm = _Firm(name, country, tuple(identifier), details, tuple(site), protection)
    if link is None:
        joined = _join_with_login(firm, person, folder)
    else:
        joined = _join_by_link(link, firm, person, folder, silent=yes or as_json)
    show_joined(joined, as_json=as_json)


@dataclass(frozen=True, slots=True)
class _Firm:
    """The firm as the user names it, and its keys; without a name it is the one that the request names."""

    name: str | None
    country: str
    identifiers: tuple[str, ...]
    details: "DetailOptions"
    sites: tuple[str, ...]
    protection: "Protection"

    def profile(self, default: str | None = None) -> "Profile":
        """The profile to register."""
        from ledger.cli.backend.firm import parse_profile

        name = default if self.name is None else self.name
        if name is None:
            detail = "Nothing names your organisation; give its legal name with --name."
            raise CradleError("option.join", detail, "--name")
        return parse_profile(name, self.country, self.identifiers, self.details, self.sites)


def _join_by_link(
    text: str, firm: _Firm, person: str | None, folder: Path, *, silent: bool
) -> "Joined":
    """Join by an invitation; everything that can be refused here is refused before the link is used up."""
    from ledger.cli.backend import joining
    from ledger.cli.commands.access import read_password
    from ledger.cli.terminal.confirmation import confirm
    from ledger.cli.terminal.joined import Joined, show_invitation
    from ledger.cli.terminal.program import program
    from ledger.client.first_steps import FirstSteps
    from ledger.client.invitations import parse_link

    link = parse_link(text)
    joining.require_new_folder(folder)
    view = link.read()
    profile = firm.profile(view.firm)
    show_invitation(view)
    password = None if person is None else read_password()
    account = joining.parse_account(profile.legal_name, person, password)
    confirm(f"Open an account for {profile.legal_name}?", silent=silent)
    request = joining.RegistrationRequest(
        profile, view.ledger.origin, view.ledger.registrar, firm.protection
    )
    participant, opened = joining.join_by_link(folder, link, request, account, view.ledger)
    login = str(folder / joining.LOGIN)
    steps = FirstSteps(
        (program(), "--login", login), str(folder / joining.KEYS), view.ledger.together
    )
    files = {"organisation": opened.organisation, "login": login}
    if opened.person is not None:
        files["person"] = opened.person
    return Joined(participant, view.ledger.origin, folder, steps, files, view)


def _join_with_login(firm: _Firm, person: str | None, folder: Path) -> "Joined":
    """Make keys and a registration request for an account that exists."""
    from ledger.cli.backend import joining
    from ledger.cli.backend.select import connect, login_words
    from ledger.cli.terminal.joined import Joined
    from ledger.client.first_steps import FirstSteps

    if person is not None:
        detail = "Only an invitation makes a person's login; leave out --person, or give the link."
        raise CradleError("option.join", detail, "--person")
    joining.require_new_folder(folder)
    profile, backend = firm.profile(), connect()
    request = joining.RegistrationRequest(
        profile, backend.origin(), backend.registrar(), firm.protection
    )
    participant = joining.join_with_login(folder, request)
    steps = FirstSteps(login_words(), str(folder / joining.KEYS))
    return Joined(participant, request.origin, folder, steps)
