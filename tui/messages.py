"""What the threads tell the screens."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from textual.message import Message

from engine.board import Board, LeadDetail
from engine.commands import Order
from engine.past import Figures, HistoryPage
from engine.rep_board import RepBoard
from store.rows import Answer
from tui.look import Look
from tui.ports import RulesRead
from tui.redoing import Redo


class BoardChanged(Message):
    """There is a newer board."""

    def __init__(self, board: Board) -> None:
        super().__init__()
        self.board = board

    def can_replace(self, message: Message) -> bool:
        """Whether an older message that still waits may be dropped for this one."""
        return isinstance(message, BoardChanged)


class OwnChanged(Message):
    """There is a newer board of a rep's own."""

    def __init__(self, board: RepBoard) -> None:
        super().__init__()
        self.board = board

    def can_replace(self, message: Message) -> bool:
        """Whether an older message that still waits may be dropped for this one."""
        return isinstance(message, OwnChanged)


class DetailCame(Message):
    """A lead's detail, or None when nobody knows the lead."""

    def __init__(self, lead_id: str, detail: LeadDetail | None) -> None:
        super().__init__()
        self.lead_id = lead_id
        self.detail = detail


class Answered(Message):
    """What became of an order, by the number it was given under."""

    def __init__(self, number: int, order: Order | Redo, answer: Answer) -> None:
        super().__init__()
        self.number = number
        self.order = order
        self.answer = answer


class Looked(Message):
    """Rows that a list asked for, by the list's name: all ids in their order, and those rows that are looked at."""

    def __init__(self, name: str, ids: Sequence[str], rows: Mapping[str, object]) -> None:
        super().__init__()
        self.name = name
        self.ids = ids
        self.rows = rows


class Said(Message):
    """What became of something that was asked for, in a sentence."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer


class Troubled(Message):
    """The database could not be read, and why; an empty sentence says that it can be again."""

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self.sentence = sentence


class KeysDropped(Message):
    """More keys came at once than any hand gives; the rest of them was not taken."""

    def can_replace(self, message: Message) -> bool:
        """Whether an older message that still waits may be dropped for this one."""
        return isinstance(message, KeysDropped)


class PageCame(Message):
    """A stretch of history, and which of its list's questions it answers."""

    def __init__(self, number: int, page: HistoryPage, goal: int | None = None) -> None:
        super().__init__()
        self.number = number
        self.page = page
        self.goal = goal


class PastCame(Message):
    """The board as it was at an instant."""

    def __init__(self, at: datetime, board: Board) -> None:
        super().__init__()
        self.at = at
        self.board = board


class FiguresCame(Message):
    """The day in numbers."""

    def __init__(self, figures: Figures) -> None:
        super().__init__()
        self.figures = figures


class LookCame(Message):
    """How floor.toml wants screens to look and ring by now."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look


class RulesCame(Message):
    """floor.toml as it lies there; None when it is as it was."""

    def __init__(self, rules: RulesRead | None) -> None:
        super().__init__()
        self.rules = rules
