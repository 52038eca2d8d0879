"""Recording what happened outside the dealing: entries that no order leads to."""

from collections.abc import Iterable

from engine.events import Entry, Happening
from engine.floor import Draft
from tui.serving.desk import Sitting


def record(sitting: Sitting, happened: Iterable[Happening], actor: str, cause: str) -> None:
    """Write events as the journal's next entries, within a turn."""
    draft = Draft(sitting.draft)
    changes = [
        draft.apply(
            Entry(
                seq=draft.seq + 1,
                at=sitting.now,
                actor=actor,
                cause=cause,
                policy=draft.policy_digest,
                event=event,
            )
        )
        for event in happened
    ]
    if changes:
        sitting.writing.append(changes, draft, {})
    sitting.draft.absorb(draft)
