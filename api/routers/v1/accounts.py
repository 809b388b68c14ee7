"""Organisations, credentials, engagements and the journal."""

from fastapi import APIRouter

from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk import accounts

router = APIRouter(prefix=PREFIX, tags=["accounts"], responses=PROBLEMS)
for _question in (
    accounts.organisations,
    accounts.open_organisation,
    accounts.credentials,
    accounts.add_credential,
    accounts.end_credential,
    accounts.engagements,
    accounts.engage,
    accounts.revoke_engagement,
    accounts.journal,
):
    add_question(router, _question)
