"""Small files, each taken in by one commit, many to a commit: ten thousand at once are not ten thousand commits."""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from importers.files.reading_apart import records
from importers.folder.drop_folder import PLAIN_SOURCE, Claim, DropFolder
from importers.record import Reject
from store.rows import FileRow
from tui.serving.desk import Sitting
from tui.serving.taking import HintsFor, Readable, Taking, begun, put_away
from tui.serving.turns import Turns

FILES_PER_TURN, BYTES_PER_TURN = 50, 16 * 1024
"""So many files, and so many bytes of them, share a commit at most."""


class Big(Exception):
    """A small file with more in it than one commit holds: packed, as archives are."""


def together(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Files in their order, in groups that share a commit; a bigger one, or one that cannot be read, is alone."""
    group: list[Claim] = []
    for claim in claims:
        size = sum(one.size for one in group) + claim.size
        if group and (len(group) >= FILES_PER_TURN or size > BYTES_PER_TURN or not claim.sha256):
            yield group
            group = []
        group.append(claim)
        if not claim.sha256:
            yield group
            group = []
    if group:
        yield group


def is_small(claim: Claim) -> bool:
    """Whether a file is read whole before it is taken in, so that one commit does for it."""
    return bool(claim.sha256) and claim.size <= BYTES_PER_TURN


def take_small(turns: Turns, folder: DropFolder, claims: Iterable[Claim], hints: HintsFor) -> list[FileRow]:
    """Take files in, all in one commit, and move each on; one that cannot be moved stops no other.

    Raises Big when one of them is to be taken by itself, in more than one commit.
    """
    taken = [(claim, _read(claim, hints)) for claim in claims]

    def work(sitting: Sitting) -> list[FileRow]:
        return [make(sitting) for _, make in taken]

    rows = turns.bulk(work).result()
    stuck: OSError | None = None
    for (claim, _), row in zip(taken, rows, strict=True):
        try:
            put_away(folder, claim, row)
        except OSError as trouble:
            stuck = stuck or trouble
    if stuck is not None:
        raise stuck
    return rows


def _read(claim: Claim, hints: HintsFor) -> Callable[[Sitting], FileRow]:
    """Read a file to its end; returns what takes it in within a turn."""
    known = hints("" if claim.source == PLAIN_SOURCE else claim.source, claim.name)
    readable = Readable(records(claim.path, known, 0))
    batch = list(islice(readable, known.limits.rows_per_turn))
    if len(batch) == known.limits.rows_per_turn:
        raise Big
    first = next((one.reason for one in batch if isinstance(one, Reject)), "")

    def make(sitting: Sitting) -> FileRow:
        row = begun(sitting, claim, known.source)
        if row.is_done:
            return row
        return Taking(row, row.rows_done, batch[row.rows_done :], first, why=readable.why, is_last=True)(sitting)

    return make
