"""The post: how an order reaches a floor, with an engine that answers, stays silent or goes away."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.commands import SetAvailability
from engine.rep import Availability
from tests.front_door.program import Floor
from tui.floor_dir import FloorDir
from tui.serving.post import Post


def away(rep: str) -> SetAvailability:
    """An order to send a rep away."""
    return SetAvailability(rep_id=rep, availability=Availability.AWAY)


def test_an_order_that_nobody_answers_is_withdrawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the engine is there and does not answer, the order is taken back and is not obeyed later."""
    Floor(tmp_path).lay().run("serve", "--once")
    floor = FloorDir(root=tmp_path)
    monkeypatch.setattr("tui.serving.post.WAIT_SECONDS", 0.1)
    post = Post(floor, lambda: datetime.now(UTC), warn=lambda _: None)
    monkeypatch.setattr("tui.serving.post.is_alive", lambda lease, now: True)
    answer = post.give(away("dana"), "ann")
    assert not answer.ok
    assert "nothing was done" in answer.sentence
    monkeypatch.setattr("tui.serving.post.is_alive", lambda lease, now: False)
    assert post.give(away("jon"), "ann").ok
    post.close()
    assert Floor(tmp_path).rows("SELECT id FROM reps WHERE availability = 'away'") == [("jon",)]


def test_an_order_outlives_the_engine_that_should_have_taken_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the engine goes away while an order waits, the order is decided by whoever gave it, once."""
    Floor(tmp_path).lay().run("serve", "--once")
    asked = iter([True, False, False])
    monkeypatch.setattr("tui.serving.post.is_alive", lambda lease, now: next(asked))
    monkeypatch.setattr("tui.serving.post.ASK_SECONDS", 0.0)
    post = Post(FloorDir(root=tmp_path), lambda: datetime.now(UTC), warn=lambda _: None)
    assert post.give(away("dana"), "ann").ok
    post.close()
    assert Floor(tmp_path).one("SELECT count(*) FROM events WHERE kind = 'availability_changed'") == 1
