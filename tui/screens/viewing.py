"""How the board's tables are looked at: filter, facets, sort, hold and columns, kept for each table."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from engine.board import Board
from tui.key_words import pressed
from tui.screens.board_acts import BoardActs
from tui.screens.pick import Option
from tui.tiles import LEADS_OF
from tui.widgets.panels import QueueTable, RepsTable
from tui.widgets.sieve import IS, Query, with_word
from tui.widgets.tiles import Tiles

FACETS_MOST = 26
A_MINUTE = timedelta(minutes=1)


class Viewing(BoardActs):
    """The keys that change what is shown, and nothing on the floor."""

    queue: QueueTable
    reps: RepsTable

    @property
    def sortable(self) -> QueueTable | RepsTable:
        """The table that is sorted: the queue, unless the reps have the keys."""
        return self.reps if self.panel == "reps" else self.queue

    @property
    def board(self) -> Board | None:
        """The board that is shown."""
        raise NotImplementedError

    def changed_view(self) -> None:
        """Show what the table's frame says of it."""
        raise NotImplementedError

    def action_view_sort(self) -> None:
        """Choose what to sort by."""
        table = self.sortable
        options = [Option(id=name, words=name, note="now" if name == table.view.sort else "") for name in table.SORTS]

        def sort(name: str) -> None:
            table.look(sort=name)
            self.changed_view()

        self.house.open_pick(f"SORT  {'reps' if table is self.reps else 'queue'}", options, sort)

    def action_view_reverse(self) -> None:
        """Turn the sort round."""
        self.sortable.look(is_reversed=not self.sortable.view.is_reversed)
        self.changed_view()

    def action_columns(self, verb: str) -> None:
        """Show a column more, or one fewer."""
        table = self.sortable
        table.look(hidden=table.view.hidden + (-1 if verb == "more" else 1))
        self.changed_view()

    def action_view_hold(self) -> None:
        """Hold the order, or let it go."""
        is_held = self.queue.order.toggle_hold(self.queue.now())
        self.queue.scroll_to_cursor()
        self.queue.redraw()
        release = pressed(self.house.actions, "view.hold")
        self.house.say(f"The order is held: {release} lets it go." if is_held else "The order is live.")

    def action_view_wall(self) -> None:
        """Show the wall over the board."""
        self.board_house.open_wall()

    def action_view_history(self) -> None:
        """Show every lead there ever was."""
        self.board_house.open_history()

    def action_view_day(self) -> None:
        """Show the day in pictures."""
        self.board_house.open_day()

    def action_view_rules(self) -> None:
        """Show floor.toml."""
        self.board_house.open_rules()

    def action_rules_edit(self) -> None:
        """Show floor.toml: there the same key opens the editor."""
        self.board_house.open_rules()

    def action_past_before(self) -> None:
        """Show the board as it was a minute ago."""
        self.board_house.open_past_before(A_MINUTE)

    def action_past_after(self) -> None:
        """Say that this is now."""
        back, commands = (pressed(self.house.actions, one) for one in ("past.before", "show.commands"))
        self.house.say(f"This is now. {back} goes a minute back; {commands} at 14:10 to a moment.")

    def action_view_filter(self) -> None:
        """Type a filter."""
        self.go_to("queue")
        self.board_house.open_filter(self.queue)

    def on_tiles_chosen(self, event: Tiles.Chosen) -> None:
        """Show what a tile is about: its leads, by a filter that a second click takes away, or the reps."""
        event.stop()
        board, word = self.board, LEADS_OF.get(event.tile.title)
        if board is None:
            return
        if word is None:
            self.go_to("reps")
            self.reps.seek(board.tiles.worst_rep if event.tile.title == "FAIRNESS" else None)
            return
        self._filter_by(word)
        if event.tile.title == "OLDEST":
            waiting = (row for row in board.queue if row.rep_id is None)
            self.queue.seek(min(waiting, key=lambda row: (row.queued_at, row.id)).id if board.tiles.waiting else None)

    def _filter_by(self, word: str) -> None:
        self.queue.ask(query=Query(with_word(self.queue.query_now.text, word)))
        self.go_to("queue")

    def action_view_facets(self) -> None:
        """Filter by rep, source or state, chosen from what there is."""
        if board := self.board:
            options = facets(board, self.queue.names, self.queue.now())
            self.house.open_pick("FILTER  by what there is", options, self._filter_by)

    def go_to(self, panel: str) -> None:
        """Give the keys to a panel."""
        raise NotImplementedError


def facets(board: Board, names: Mapping[str, str], now: datetime) -> list[Option]:
    """Return the words of the filter that would show something, with how many: what tiles are about, then states."""
    rows = (*board.queue, *board.aside)
    states = Counter(str(row.state) for row in rows)
    reps = Counter(row.rep_id or "none" for row in board.queue)
    sources = Counter(row.source for row in board.queue)
    tiles = [(f"is:{name}", words, sum(IS[name](row, now) for row in board.queue)) for name, words in TILES.items()]
    found = [one for one in tiles if one[2]]
    found += [(f"is:{name}", f"state {name}", count) for name, count in states.most_common() if name in STATES]
    found += [(f"rep:{rep}", f"rep {names.get(rep, rep)}", count) for rep, count in reps.most_common()]
    found += [(f"src:{name}", f"source {name}", count) for name, count in sources.most_common() if " " not in name]
    return [Option(id=word, words=words, note=f"{count}  {word}") for word, words, count in found[:FACETS_MOST]]


TILES = {"late": "past the limit", "risk": "most of the limit used", "waiting": "without an owner"}
"""What the tiles are about, by the word of the filter."""

STATES = ("queued", "offered", "assigned", "contacted", "parked")
