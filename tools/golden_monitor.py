"""A signed monitor's report on the golden logs, and the monitor's key in a policy.

The state is that of the vectors. The counts are invented, because a vector shows only the form; a
check of the vectors may count differently.
"""

from ledger.audit.findings import Findings
from ledger.audit.log.monitor import sign_monitor
from ledger.audit.report.monitor import STEPS, build_monitor_report
from ledger.trust.keys import Signer
from ledger.trust.leaves import model_bytes
from ledger.trust.merkle import leaf_hash, root_of
from ledger.trust.note import ED25519, Vkey, format_vkey
from schemas.signed.policy import LogKeys
from schemas.values import RegistryState
from tools.golden_chain import ORIGIN, Chain, seed

NAME = "monitor.example"
SEED = seed("monitor")
VKEY = format_vkey(Vkey(NAME, ED25519, Signer(SEED).public))


def monitor(chain: Chain, logs: LogKeys) -> dict[str, str]:
    """The report as text, the signed file, and the seed and verifier key of the signature."""
    findings = Findings()
    for step in STEPS:
        findings.checked(step, len(chain.entries))
    states = _state(chain.entries), _state(chain.registry)
    stamp = ("2026-03-01", "cradle-ledger 0.1.0")
    report = build_monitor_report(findings, ORIGIN, logs, states, stamp)
    return {
        "document": model_bytes(report).decode(),
        "envelope": sign_monitor(report, Signer(SEED)).decode(),
        "seed": SEED.hex(),
        "vkey": VKEY,
    }


def _state(leaves: list[bytes]) -> RegistryState:
    return RegistryState(size=len(leaves), root=root_of(map(leaf_hash, leaves)).hex())
