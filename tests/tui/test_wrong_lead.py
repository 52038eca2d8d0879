"""Must never happen: a key that was pressed for one lead and acts on another."""

import random
from datetime import timedelta

from tests.tui.floors import NOON, lead
from tui.widgets.order import HeldOrder
from tui.widgets.sieve import SORTS, Query, sort_rows

STEPS = 100_000
ROWS_MOST = 40
SECOND = timedelta(seconds=1)
FILTERS = ("", "", "", "!rep:none", "src:web", "age>1m", "is:waiting", "company", "nothing such")
FLOOR = ("insert", "insert", "remove", "remove", "owner", "shuffle", "sort", "filter")
KEYS = ("down", "down", "up", "first", "last", "mark", "range", "hold", "dialog", "wait", "wait")
ACTS = ("act", "late act", "late act")


class Screen:
    """A queue under a person's hands: what is painted, what lies below it, and the clock."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.order, self.now = HeldOrder(), NOON
        self.rows = [lead(number, age=number % 900) for number in range(12)]
        self.number, self.sort, self.query = 100, "left", Query()
        self.told = {"acted": 0, "refused": 0}
        self.board(is_asked=True)

    def board(self, *, is_asked: bool = False) -> None:
        """Let a board come: filter, sort, show."""
        kept = [row for row in self.rows if self.query.holds(row, self.now, {}, self.order.marks)]
        ids = tuple(row.id for row in sort_rows(kept, self.sort, False, {}))
        self.order.take(ids, self.now, is_asked=is_asked)

    def change(self, kind: str) -> None:
        """Let the floor change below, and the board come; a filter and a sort are a person's wish."""
        chance, rows = self.chance, self.rows
        if kind == "insert" and len(rows) < ROWS_MOST:
            self.number += 1
            rows.insert(chance.randrange(len(rows) + 1), lead(self.number, age=chance.randrange(900)))
        elif kind == "remove" and rows:
            rows.pop(chance.randrange(len(rows)))
        elif kind == "owner" and rows:
            place = chance.randrange(len(rows))
            rows[place] = rows[place].but(rep_id=chance.choice(("sam", None)))
        elif kind == "shuffle":
            chance.shuffle(rows)
        elif kind == "sort":
            self.sort = chance.choice(list(SORTS))
        elif kind == "filter":
            self.query = Query(chance.choice(FILTERS))
        self.board(is_asked=kind in ("sort", "filter"))

    def press(self, kind: str) -> None:
        """Press a key that gives no order."""
        order, last = self.order, len(self.order.shown) - 1
        if kind in ("down", "up"):
            order.move(1 if kind == "down" else -1, self.now)
        elif kind in ("first", "last"):
            order.put(0 if kind == "first" else last, self.now)
        elif kind == "mark":
            order.toggle_mark()
        elif kind == "range":
            order.mark_range()
        elif kind == "hold":
            order.toggle_hold(self.now)
        elif kind == "dialog":
            order.dialogs = 1 - order.dialogs
        else:
            self.now += SECOND * self.chance.randrange(7)
            self.board()

    def act(self, *, is_late: bool) -> None:
        """Read a key for what is painted; perhaps the floor changes before it is done; then do it, or refuse."""
        order = self.order
        painted = set(order.marks) or ({order.cursor} if order.index is not None else set())
        if is_late:
            for _ in range(self.chance.randrange(1, 3)):
                self.change(self.chance.choice(("insert", "remove", "shuffle", "owner")))
        if not order.marks and order.is_settling(self.now):
            self.told["refused"] += 1
            return
        meant = set(order.targets())
        assert meant <= painted, "another lead than the one that was seen"
        assert meant == painted or not {row.id for row in self.rows} >= painted - meant
        self.told["acted"] += bool(meant)
        order.mark(())

    def is_sound(self) -> bool:
        """Whether cursor and marks are rows that are painted."""
        order = self.order
        is_there = order.index is None or order.shown[order.index] == order.cursor
        return is_there and order.marks <= set(order.shown) and (order.cursor is not None or not order.shown)


def test_a_hundred_thousand_steps_and_never_another_lead() -> None:
    """Rows come, go, change, are sorted and filtered between keys and within them; orders hit what was seen."""
    screen = Screen(20261122)
    kinds = (*FLOOR, *KEYS, *ACTS)
    for _ in range(STEPS):
        kind = screen.chance.choice(kinds)
        if kind in FLOOR:
            screen.change(kind)
        elif kind in KEYS:
            screen.press(kind)
        else:
            screen.act(is_late=kind == "late act")
        assert screen.is_sound(), kind
    assert screen.told["acted"] > STEPS / 20
    assert screen.told["refused"] > STEPS / 1000


def test_a_million_rows_cost_no_table_of_places() -> None:
    """Moving by rows and pages, at the top and at the end, looks only where the cursor was."""
    ids = tuple(f"L-{number}" for number in range(1_000_000))
    order = HeldOrder()
    order.take(ids, NOON)
    for place in (1, 2, 999_999, 999_998, 500_000, 500_001):
        order.put(place, NOON)
        assert (order.index, order.cursor) == (place, f"L-{place}")
    order.move(-1, NOON)
    assert order.cursor == "L-500000"
    assert order.held_counts() == (0, 0)
    assert not order.is_gone("L-7")
