"""One database, several connections and several processes: nobody takes the log away from under another."""

import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from engine.commands import SetAvailability
from engine.rep import Availability
from store.connection import open_reader
from store.sqlite import SqliteLedger

NOON = datetime(2026, 9, 1, 10, tzinfo=UTC)
ORDER = SetAvailability(rep_id="dana", availability=Availability.AWAY)
CLOSE = "import sys; from store.sqlite import SqliteLedger; SqliteLedger(sys.argv[1]).close()"
COUNT = "import sys, sqlite3; print(*sqlite3.connect(sys.argv[1]).execute('SELECT count(*) FROM orders').fetchone())"
ROOT = Path(__file__).parents[2]


def elsewhere(code: str, path: str) -> str:
    """What another process says of the database."""
    done = subprocess.run([sys.executable, "-c", code, path], cwd=ROOT, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_second_look_at_the_database_leaves_our_locks_alone(tmp_path: Path) -> None:
    """After this process has opened and closed the database again, what it writes is still seen by everybody."""
    path = str(tmp_path / "leads.db")
    with closing(SqliteLedger(path)) as ledger:
        open_reader(path).close()
        SqliteLedger(path).close()
        elsewhere(CLOSE, path)
        with ledger.writing() as writing:
            writing.leave_order("ann", ORDER, NOON)
        assert elsewhere(COUNT, path) == "1"
