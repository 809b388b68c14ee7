"""The settings of a server.

A setting comes from the environment variable `CRADLE_` and its name in capitals, from a file of that name in
the folder `CRADLE_SECRETS_DIR`, or from the default here. It is fixed when the server starts.
docs/configuration.md is generated from this class.
"""

import os
from typing import Annotated, Literal, Self

from pydantic import Field, HttpUrl, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from api.networks import parse_networks
from ledger.client.addresses import LOOPBACK
from schemas.base import broken
from schemas.views.notices import MAIL


class Configuration(BaseSettings):
    """The settings that an operator chooses."""

    model_config = SettingsConfigDict(
        env_prefix="CRADLE_", frozen=True, secrets_dir=os.environ.get("CRADLE_SECRETS_DIR")
    )

    public_url: Annotated[
        HttpUrl | None,
        Field(
            description="The address of this server as clients reach it, without a path. Required if the"
            " server listens beyond this machine."
        ),
    ] = None
    logs_open: Annotated[
        bool,
        Field(
            description="Let anyone read the tiles and checkpoints of both logs. Log sizes over time"
            " show the volume of trade."
        ),
    ] = False
    log_token: Annotated[
        str | None,
        Field(description="A long random token that also gives access to the logs.", repr=False),
    ] = None
    token_seconds: Annotated[
        int,
        Field(ge=60, le=86400, description="Seconds that an access token of a machine is valid."),
    ] = 3600
    previews_per_minute: Annotated[
        int,
        Field(
            ge=1,
            description="Previews, drafts, footprints, what-if questions and differences per minute and organisation.",
        ),
    ] = 60
    sheets_per_minute: Annotated[
        int,
        Field(
            ge=1, description="Checked spreadsheets and linted files per minute and organisation."
        ),
    ] = 30
    sheet_seconds: Annotated[
        int,
        Field(
            ge=1,
            le=600,
            description="Seconds that checking one spreadsheet or linting one file may take.",
        ),
    ] = 30
    refusals_per_minute: Annotated[
        int,
        Field(
            ge=1,
            description="Refused submissions per minute and organisation; beyond this it must wait.",
        ),
    ] = 120
    logins_per_minute: Annotated[
        int,
        Field(
            ge=1,
            description="Logins per minute under a name from one address; a successful one clears the count.",
        ),
    ] = 10
    address_logins_per_minute: Annotated[
        int, Field(ge=1, description="Logins per minute from one address, whatever the name.")
    ] = 100
    trusted_proxies: Annotated[
        str,
        Field(
            description="The addresses or networks of proxies whose `X-Forwarded-For` and"
            " `X-Forwarded-Proto` are believed, separated by commas."
        ),
    ] = "127.0.0.1,::1"
    members_invite: Annotated[
        bool,
        Field(
            description="Let participants invite firms, which then open their own account through the"
            " link. If false, only the operator invites."
        ),
    ] = True
    body_bytes: Annotated[
        int, Field(ge=65536, description="Maximum size of a request body, in bytes.")
    ] = 64 * 1024 * 1024
    stranger_bytes: Annotated[
        int,
        Field(
            ge=1024,
            description="Maximum size of a request body where nobody is logged in, in bytes.",
        ),
    ] = 4096
    check_bytes: Annotated[
        int,
        Field(
            ge=65536,
            description="Maximum size of a file with its policy that anyone may check (`/check`), in bytes.",
        ),
    ] = 32 * 1024 * 1024
    checks_per_minute: Annotated[
        int, Field(ge=1, description="Files that anyone may check, per minute and address.")
    ] = 10
    check_seconds: Annotated[
        int,
        Field(
            ge=1, le=600, description="Seconds that sending, and then checking, one file may take."
        ),
    ] = 60
    registration_bytes: Annotated[
        int,
        Field(
            ge=4096, description="Maximum size of a registration (`/v1/participants`), in bytes."
        ),
    ] = 256 * 1024
    event_bytes: Annotated[
        int, Field(ge=4096, description="Maximum size of a PACT event (`/3/events`), in bytes.")
    ] = 4 * 1024 * 1024
    method_bytes: Annotated[
        int,
        Field(
            ge=1024,
            description="Maximum size of a rulebook or factor set that an organisation adds, in bytes.",
        ),
    ] = 32 * 1024 * 1024
    methods: Annotated[
        int,
        Field(
            ge=1,
            description="Maximum number of rulebooks and factor sets that an organisation adds. The"
            " operator's are not counted.",
        ),
    ] = 100
    address_connections: Annotated[
        int,
        Field(
            ge=1,
            description="Maximum number of connections of one address that is not a trusted proxy.",
        ),
    ] = 256
    connections: Annotated[
        int,
        Field(
            ge=16,
            description="Maximum number of connections. Beyond it, the one that has kept the server"
            " waiting longest is closed.",
        ),
    ] = 512
    read_seconds: Annotated[
        int,
        Field(
            ge=1,
            le=600,
            description="Seconds in which a client must send the head of a request, then each 64 KiB of"
            " the body or its rest, and take each 64 KiB of the answer.",
        ),
    ] = 20
    batch_lines: Annotated[
        int, Field(ge=1, description="Maximum number of lines in a batch of submissions.")
    ] = 100_000
    witnesses: Annotated[
        str | None,
        Field(
            description="The witnesses that cosign both logs: for each its verifier key, a space and its"
            " address; separated by commas."
        ),
    ] = None
    witness_seconds: Annotated[
        int,
        Field(
            ge=1,
            description="Seconds between two requests to a witness. A witness that does not answer is"
            " asked less often, but at least every five minutes.",
        ),
    ] = 5
    smtp_host: Annotated[
        str | None,
        Field(
            description="The SMTP server that sends notices by mail. If it is not set, no mail is sent."
        ),
    ] = None
    smtp_port: Annotated[int, Field(ge=1, le=65535, description="The port of that server.")] = 587
    smtp_security: Annotated[
        Literal["starttls", "tls", "none"],
        Field(description="Encryption: STARTTLS, TLS from the first byte (port 465), or none."),
    ] = "starttls"
    smtp_user: Annotated[
        str, Field(description="The login at that server, if it asks for one.")
    ] = ""
    smtp_password: Annotated[str, Field(description="The password of that login.", repr=False)] = ""
    smtp_from: Annotated[
        str,
        Field(description="The address that mail comes from. Required with `CRADLE_SMTP_HOST`."),
    ] = ""
    smtp_seconds: Annotated[
        int, Field(ge=1, le=60, description="Seconds to wait for each answer of that server.")
    ] = 20
    lab: Annotated[
        bool,
        Field(
            description="Allow calls to PACT partners and webhooks over plain http and in private networks."
            " For testing only, not for real data."
        ),
    ] = False
    metrics: Annotated[bool, Field(description="Show counts and times at /metrics to anyone.")] = (
        False
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, networks: str) -> str:
        parse_networks(networks)
        return networks

    @model_validator(mode="after")
    def _can_mail(self) -> Self:
        if self.smtp_host is None:
            return self
        if MAIL.fullmatch(self.smtp_from) is None:
            detail = (
                "mail has no sender; set CRADLE_SMTP_FROM to an address such as cradle@firm.example"
            )
            raise broken("setting.smtp_from", detail)
        if self.smtp_user and self.smtp_security == "none" and self.smtp_host not in LOOPBACK:
            detail = (
                "a password is never sent unencrypted; set CRADLE_SMTP_SECURITY to starttls or tls"
            )
            raise broken("setting.smtp_security", detail)
        return self
