"""The page about the HTTP API: its commands run against a real server, and its addresses are the application's."""

import json
import os
import re
import subprocess
from pathlib import Path

from support.footprints import file_of, pact_3
from support.http_api import NOW, furnished, on_the_wire
from support.ledger_battery import BatteryChain, power
from support.ledger_world import made
from support.need import need_command
from support.servers import serving

from api.app import PLURALS, create_app
from api.problems import PROBLEMS
from ledger.service.access.accounts import CredentialRequest, add_machine
from ledger.state.drafting import sign_draft
from schemas.signed.entry import Site
from schemas.vocabulary import Role

PAGE = (Path(__file__).parents[2] / "docs" / "http.md").read_text(encoding="utf-8")


def entry_at(chain: BatteryChain, site: str) -> str:
    """A submission of the mine, as sent."""
    draft = chain.world.entry(
        chain.mine, [made(chain.mine)], inputs=[power("5")], site=Site(code=site, country="SE")
    )
    return json.dumps(on_the_wire(sign_draft(draft, [chain.mine.working])))


def test_the_commands_run_as_they_stand(chain: BatteryChain, tmp_path: Path) -> None:
    """Each command of the page succeeds, and the answers are those on the page."""
    need_command("curl")
    house = furnished(chain)
    asked = CredentialRequest("erp.mine", "mine", frozenset({Role.SUPPLIER}))
    _, secret = add_machine(chain.world.ledger.store, asked, house.context.draw, NOW)
    (tmp_path / "submission.json").write_text(entry_at(chain, "mine-2"))
    batch = [entry_at(chain, "mine-3"), entry_at(chain, "mine-4")]
    (tmp_path / "batch.ndjson").write_text("\n".join(batch))
    (tmp_path / "footprint.json").write_bytes(file_of(pact_3()))
    script = "set -euo pipefail\n" + "\n".join(re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL))
    with serving(create_app(house.context)) as url:
        variables = {"URL": url, "KEY": house.keys["mine"], "ENTRY": chain.mined}
        variables |= {"CLIENT_ID": "erp.mine", "CLIENT_SECRET": secret}
        variables |= {"RULEBOOK": chain.rulebook, "FACTORS": chain.factors}
        done = subprocess.run(
            ["bash", "-c", script],
            check=False,
            capture_output=True,
            text=True,
            cwd=tmp_path,
            env={**os.environ, **variables},
        )
    assert done.returncode == 0, done.stdout + done.stderr
    for answer in (
        '"credential":"mine.script"',
        '"credential":"erp.mine"',
        '"exact":false',
        '"errors":0',
    ):
        assert answer in done.stdout
    assert done.stdout.count('"proof"') == 4


def test_each_kind_has_its_address_on_the_page() -> None:
    """The table of kinds is that of the application."""
    listed = dict(re.findall(r"\| `(\w+)` \| `/v1/([a-z-]+)` ", PAGE))
    assert listed == {kind.value: plural for kind, plural in PLURALS.items()}


def test_each_status_is_explained() -> None:
    """Each status that OpenAPI lists for a refusal has its row."""
    rows = {int(status) for status in re.findall(r"^\| (\d{3}) \|", PAGE, re.MULTILINE)}
    assert rows == set(PROBLEMS)
