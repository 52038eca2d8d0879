"""The cursor and the marks stay with their leads, whatever the order does."""

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tui.floors import NOON, Hand, board, lead
from tests.tui.pilots import opened, press, settled
from tests.tui.viewers import FakeViewer
from tui.widgets.order import HOLD_SECONDS, SETTLE_SECONDS, HeldOrder

SECOND = timedelta(seconds=1)


def order_of(*ids: str) -> HeldOrder:
    order = HeldOrder()
    order.take(ids, NOON)
    return order


def test_the_cursor_follows_its_row() -> None:
    """A re-sort moves the cursor with its row."""
    order = order_of("a", "b", "c")
    order.move(1, NOON)
    later = NOON + 60 * SECOND
    order.take(("c", "b", "a", "d"), later)
    assert (order.cursor, order.index) == ("b", 1)
    order.take(("d", "c", "a", "b"), later)
    assert (order.cursor, order.index) == ("b", 3)


def test_rows_stand_still_after_a_cursor_key() -> None:
    """For five seconds after a cursor key nothing moves, and what is kept back is counted."""
    order = order_of("a", "b", "c")
    order.move(1, NOON)
    order.take(("x", "c", "b"), NOON + SECOND)
    assert order.shown == ["a", "b", "c"]
    assert order.held_counts() == (1, 1)
    order.take(("x", "c", "b"), NOON + HOLD_SECONDS * SECOND)
    assert order.shown == ["x", "c", "b"]
    assert order.held_counts() == (0, 0)


def test_rows_stand_still_while_marked_or_in_a_dialog() -> None:
    """Marks and open dialogs hold the order for as long as they are there."""
    order = order_of("a", "b")
    order.mark({"a"})
    order.take(("b", "a"), NOON + 3600 * SECOND)
    assert order.shown == ["a", "b"]
    order.mark(())
    order.dialogs = 1
    order.take(("b", "a"), NOON + 3601 * SECOND)
    assert order.shown == ["a", "b"]
    order.dialogs = 0
    order.take(("b", "a"), NOON + 3602 * SECOND)
    assert order.shown == ["b", "a"]


def test_a_row_that_left_keeps_its_place_while_held() -> None:
    """The row under the cursor never becomes another one within the hold."""
    order = order_of("a", "b", "c")
    order.move(1, NOON)
    order.take(("a", "c"), NOON + SECOND)
    assert order.targets() == ("b",)
    assert order.is_gone("b")


def test_orders_wait_after_the_cursor_moved_by_itself() -> None:
    """When the cursor's row is gone for good, its neighbour is not acted on at once."""
    order = order_of("a", "b", "c")
    order.move(1, NOON)
    later = NOON + 60 * SECOND
    order.take(("a", "c"), later)
    assert order.cursor == "c"
    assert order.is_settling(later + SECOND * SETTLE_SECONDS / 2)
    assert not order.is_settling(later + SECOND * SETTLE_SECONDS)


def test_the_hold_can_be_let_go_and_taken() -> None:
    """The hold key lets a held order go, and holds a free one until it is pressed again."""
    order = order_of("a", "b")
    order.mark({"a"})
    order.take(("b", "a"), NOON)
    assert not order.toggle_hold(NOON)
    assert order.shown == ["b", "a"]
    assert order.toggle_hold(NOON)
    order.take(("a", "b"), NOON + 3600 * SECOND)
    assert order.shown == ["b", "a"]


def test_a_clock_that_goes_back_ends_the_hold() -> None:
    """A clock set back does not hold the order for an hour."""
    order = order_of("a", "b")
    order.move(1, NOON)
    order.take(("b", "a"), NOON - 3600 * SECOND)
    assert order.shown == ["b", "a"]


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("insert", "remove", "sort", "down", "up", "mark", "act", "hold", "wait", "first", "last")),
        st.integers(0, 10_000),
    ),
    min_size=1,
    max_size=120,
)


@given(STEPS)
@settings(max_examples=60, deadline=None)
def test_an_order_hits_the_row_under_the_cursor(steps: list[tuple[str, int]]) -> None:
    """Whatever came, went or was sorted: an order is for the id that was under the cursor when the key was read."""
    walk(steps)


def test_two_thousand_steps_and_never_another_row() -> None:
    """The same over long walks."""
    chance = random.Random(20260714)
    kinds = ("insert", "remove", "sort", "down", "up", "mark", "act", "hold", "wait", "first", "last")
    walk([(chance.choice(kinds), chance.randrange(10_000)) for _ in range(20_000)])


def walk(steps: list[tuple[str, int]]) -> None:
    """Take steps; after each the cursor is where a person would have seen it."""
    order, live, now, fresh = order_of("r0", "r1", "r2"), ["r0", "r1", "r2"], NOON, 3
    for kind, number in steps:
        before = order.cursor
        if kind == "insert":
            live.insert(number % (len(live) + 1), f"r{fresh}")
            fresh += 1
        elif kind == "remove":
            live = [row_id for place, row_id in enumerate(live) if place != number % len(live)]
        elif kind == "sort":
            random.Random(number).shuffle(live)
        elif kind == "wait":
            now += SECOND * (number % 7)
        elif kind == "act":
            expected = set(order.marks) or ({before} if before is not None else set())
            assert set(order.targets()) == expected
            order.mark(())
        else:
            person(kind, order, now, before)
        held, shown = order.is_held(now), list(order.shown)
        order.take(tuple(live), now)
        if held and shown:
            assert order.shown == shown
        if kind in ("insert", "remove", "sort", "wait", "act", "mark") and before in order.shown:
            assert order.cursor == before
        if not shown and live:
            assert order.cursor == live[0]
        assert order.cursor is None or order.shown[order.index or 0] == order.cursor
        assert order.marks <= set(order.shown)
        assert (
            order.cursor == before or kind in ("down", "up", "first", "last") or order.is_settling(now) or not before
        )


def person(kind: str, order: HeldOrder, now: object, before: str | None) -> None:
    """Press a key, and check that it went where the eyes were."""
    place, last = order.index, len(order.shown) - 1
    if kind == "mark":
        order.toggle_mark()
        return
    if kind == "hold":
        order.toggle_hold(now)  # type: ignore[arg-type]
        return
    goal = {"down": min(last, (place or 0) + 1), "up": max(0, (place or 0) - 1), "first": 0, "last": last}[kind]
    order.move(goal - (place or 0), now)  # type: ignore[arg-type]
    assert not order.shown or order.cursor == order.shown[goal]
    assert before is None or before in order.shown


async def test_keys_in_a_storm_hit_what_was_on_the_screen() -> None:
    """Through the real screen: leads stream and re-sort, and every order names the lead the cursor was on."""
    chance, hand = random.Random(7), Hand()
    rows = [lead(number, age=number * 10) for number in range(30)]
    viewer = FakeViewer(board(queue=tuple(rows)))
    async with opened(viewer, hand) as (app, pilot):
        for number in range(12):
            chance.shuffle(rows)
            rows = [*rows[: 20 + chance.randrange(8)], lead(1000 + number, age=chance.randrange(2000))]
            viewer.change(queue=tuple(rows))
            hand.forward(chance.choice((0, 2, 8)))
            await pilot.press(chance.choice(("j", "k", "G", "g")))
            before = app.manager.queue.order.cursor
            count = len(viewer.orders)
            await pilot.press("r")
            await settled(pilot)
            given_orders = viewer.orders[count:]
            assert [seen.id for order in given_orders for seen in order.leads] == [before]  # type: ignore[union-attr]
            rows = list(viewer.now_board.queue)


async def test_acting_right_after_the_row_left_is_refused() -> None:
    """When the cursor's row has just gone, the key is answered by a sentence and not by an order."""
    viewer, hand = FakeViewer(board()), Hand()
    async with opened(viewer, hand) as (_, pilot):
        viewer.change(queue=viewer.now_board.queue[1:])
        await settled(pilot)
        await press(pilot, "c")
        assert viewer.orders == []
        hand.forward(2)
        await press(pilot, "c")
        assert len(viewer.orders) == 1


async def test_a_dialog_holds_the_order() -> None:
    """Rows stand still under an open dialog, and move again after it."""
    viewer, hand = FakeViewer(board()), Hand()
    async with opened(viewer, hand) as (app, pilot):
        await press(pilot, "a")
        hand.forward(60)
        viewer.change(queue=viewer.now_board.queue[::-1])
        await settled(pilot)
        assert app.manager.queue.order.shown[0] == "L-20931"
        await press(pilot, "escape")
        hand.forward(60)
        app.tick()
        assert app.manager.queue.order.shown[0] == "L-20944"
