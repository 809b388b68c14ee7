"""Several at once make what one after the other makes."""

import pytest
from support.story import honest
from support.verdicts import NO_FILE, judge

from ledger.audit.container import pack
from ledger.audit.verifier import verify
from ledger.cli import threads
from ledger.cli.threads import BATCH, each


@pytest.mark.parametrize("count", [0, 1, BATCH, BATCH + 1, 5 * BATCH + 3])
def test_order_is_kept(count: int) -> None:
    """The outcomes stand in the order of their items, however many batches there are."""
    assert list(each(str, range(count))) == list(map(str, range(count)))


def test_a_failure_is_the_callers() -> None:
    """What one item raises in a thread is raised where the outcomes are read."""
    with pytest.raises(ZeroDivisionError):
        list(each(lambda item: 1 // (BATCH + 1 - item), range(2 * BATCH)))


def test_the_report_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Checked in threads, a sound bundle and one with foreign signatures are reported as without them."""
    monkeypatch.setattr(threads, "BATCH", 2)
    chain = honest()
    sound = chain.ledger.files()
    names = [chain.statement("trial"), chain.statement("recycler")]
    first, second = (sound[name].rpartition(b'"signatures":') for name in names)
    foreign = {
        **sound,
        names[0]: first[0] + first[1] + second[2],
        names[1]: second[0] + second[1] + first[2],
    }
    for files in (sound, foreign):
        assert verify(pack(files), chain.ledger.policy(), NO_FILE, each=each) == judge(files)
    assert {row.code for row in judge(foreign).findings} >= {"signature.unknown"}
