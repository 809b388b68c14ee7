"""Every setting of a server, by environment variable: `CRADLE_` and the name in capitals.

There is no other place that a setting comes from but these variables, a file per secret in the folder
that `CRADLE_SECRETS_DIR` names, and the defaults here; docs/configuration.md is made from this class.
A setting is fixed when the server starts.
"""

import os
from typing import Annotated

from pydantic import Field, HttpUrl
from pydantic_settings import BaseSettings, SettingsConfigDict


class Configuration(BaseSettings):
    """What an operator decides about its doors."""

    model_config = SettingsConfigDict(
        env_prefix="CRADLE_", frozen=True, secrets_dir=os.environ.get("CRADLE_SECRETS_DIR")
    )

    public_url: Annotated[
        HttpUrl | None,
        Field(description="The address that clients reach this server under, without a path."),
    ] = None
    logs_open: Annotated[
        bool,
        Field(
            description="Whether anybody may read tiles and checkpoints of both logs. Sizes over time"
            " tell the volume of a trade."
        ),
    ] = False
    log_token: Annotated[
        str | None,
        Field(description="Who brings this token reads the logs too; long and random.", repr=False),
    ] = None
    token_seconds: Annotated[
        int, Field(ge=60, le=86400, description="How long an access token of a machine lasts.")
    ] = 3600
    previews_per_minute: Annotated[
        int, Field(ge=1, description="Previews that an organisation may ask for in a minute.")
    ] = 60
    sheets_per_minute: Annotated[
        int, Field(ge=1, description="Spreadsheets that an organisation may have read in a minute.")
    ] = 30
    sheet_seconds: Annotated[
        int, Field(ge=1, le=600, description="How long reading one spreadsheet may take.")
    ] = 30
    refusals_per_minute: Annotated[
        int,
        Field(
            ge=1,
            description="Refused submissions of an organisation in a minute, after which it waits.",
        ),
    ] = 120
    logins_per_minute: Annotated[
        int, Field(ge=1, description="Failed logins under one name in a minute.")
    ] = 10
    members_invite: Annotated[
        bool,
        Field(
            description="Whether a participant may invite a firm, which then opens its own account by the"
            " link; else the operator alone invites."
        ),
    ] = True
    body_bytes: Annotated[
        int, Field(ge=65536, description="The most bytes that one request may send.")
    ] = 64 * 1024 * 1024
    batch_lines: Annotated[
        int, Field(ge=1, description="The most lines of one batch of submissions.")
    ] = 100_000
    witnesses: Annotated[
        str | None,
        Field(
            description="The witnesses that are asked for cosignatures of both logs: the verifier key"
            " of each, a space and its address; commas between."
        ),
    ] = None
    witness_seconds: Annotated[
        int,
        Field(
            ge=1,
            description="Seconds between two questions to a witness; one that does not answer is"
            " asked ever less often, at least every five minutes.",
        ),
    ] = 5
    lab: Annotated[
        bool,
        Field(
            description="Whether partners of PACT may be called back over plain http and in private"
            " networks; for trying things out, never for real data."
        ),
    ] = False
    metrics: Annotated[
        bool, Field(description="Whether /metrics tells counts and times to whoever asks.")
    ] = False
