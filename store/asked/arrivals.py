"""How many leads came to each pool of late."""

from contextlib import closing
from datetime import datetime, timedelta

from store.connection import in_sentences, open_reader
from store.instants import instant, text_of

LATELY = timedelta(days=28)
"""How far back is looked; a floor that is younger counts from its first lead."""
WEEK = timedelta(days=7)


def weekly_arrivals(path: str, now: datetime) -> dict[str, float]:
    """Leads a week by pool, over the last four weeks; nothing before a floor is a week old."""
    with closing(open_reader(path)) as db, in_sentences(path):
        (first,) = db.execute("SELECT min(queued_at) FROM leads").fetchone()
        since = text_of(now - LATELY)
        if first is None or first > text_of(now - WEEK):
            return {}
        rows = db.execute("SELECT pool, count(*) FROM leads WHERE queued_at > ? GROUP BY pool", (since,)).fetchall()
    weeks = min(LATELY, now - instant(first)) / WEEK
    return {pool: round(count / weeks, 1) for pool, count in rows}
