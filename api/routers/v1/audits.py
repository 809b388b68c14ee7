"""Working papers of an engaged auditor: its own findings in a case, and how deeply it looked at entries and rows."""

from fastapi import APIRouter

from api.paths import PREFIX
from api.problems import PROBLEMS
from api.questions import add_question
from ledger.desk import audits

router = APIRouter(prefix=PREFIX, tags=["audits"], responses=PROBLEMS)
for _question in (
    audits.cases,
    audits.findings,
    audits.write_finding,
    audits.change_finding,
    audits.looks,
    audits.look,
):
    add_question(router, _question)
