"""What a writer that is killed leaves behind."""

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from store.sqlite import SqliteLedger
from store.verify import verify

WRITER = """
import sys
sys.path.insert(0, {folder!r})
from store_builders import RealDay
from store.sqlite import SqliteLedger

day = RealDay(SqliteLedger({path!r}))
number = 1
while True:
    day.receive(*range(number, number + 50), country="DE")
    number += 50
    print(day.floor.seq, flush=True)
"""


@pytest.mark.parametrize("commits", [1, 5, 9])
def test_a_killed_writer_leaves_whole_transactions(tmp_path, commits):
    """After a kill in the middle of writing, all that was committed is there, whole, and every law holds."""
    path = str(tmp_path / "leads.db")
    code = WRITER.format(folder=str(Path(__file__).parent), path=path)
    writer = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    told = [int(writer.stdout.readline()) for _ in range(commits)]
    writer.kill()
    writer.communicate()
    with closing(SqliteLedger(path)) as ledger:
        assert ledger.load().seq >= told[-1]
        assert ledger.load().leads_ever % 50 == 0
        broken = [finding for finding in verify(ledger) if not finding.ok]
        assert broken == []
