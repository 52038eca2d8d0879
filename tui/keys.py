"""Every key of the board: what it is called, what it does, where it works.

Law: bindings, the footer, the help and the README all read this table; no key is named anywhere else.
"""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a key does. `id` is `group.verb`;"""

    id: str
    keys: tuple[str, ...]
    words: str
    group: str
    panels: tuple[str, ...] = ()
    """Panels it works in; none means all."""
    footer: str = ""
    """Short words for the footer line, empty when it is not shown there."""
    is_plain: bool = True
    """Whether it is offered in the list of commands."""

    @property
    def method(self) -> str:
        """The screen's action: its name, with the verb as an argument where one method does all of a group."""
        head, _, verb = self.id.partition(".")
        return f"{head}('{verb}')" if head in ("move", "panel") else self.id.replace(".", "_")


def _move(verb: str, keys: tuple[str, ...], words: str) -> Action:
    return Action(id=f"move.{verb}", keys=keys, words=words, group="MOVE", is_plain=False)


ACTIONS: tuple[Action, ...] = (
    Action(id="move.down", keys=("j", "down"), words="next row", group="MOVE", footer="move", is_plain=False),
    _move("up", ("k", "up"), "row before"),
    _move("first", ("g", "home"), "first row"),
    _move("last", ("G", "end"), "last row"),
    _move("half_down", ("ctrl+d",), "half a page down"),
    _move("half_up", ("ctrl+u",), "half a page up"),
    _move("page_down", ("pagedown",), "a page down"),
    _move("page_up", ("pageup",), "a page up"),
    Action(id="panel.next", keys=("tab",), words="next panel", group="MOVE"),
    Action(id="panel.before", keys=("shift+tab",), words="panel before", group="MOVE"),
    Action(id="panel.queue", keys=("1",), words="queue", group="MOVE"),
    Action(id="panel.reps", keys=("2",), words="reps", group="MOVE"),
    Action(id="panel.intake", keys=("3",), words="intake", group="MOVE"),
    Action(id="panel.feed", keys=("4",), words="feed", group="MOVE"),
    Action(id="open", keys=("enter", "l", "right"), words="open lead or rejects", group="MOVE", footer="open"),
    Action(id="back", keys=("q", "h", "left", "escape"), words="back, close", group="MOVE", is_plain=False),
    Action(
        id="mark.toggle", keys=("space",), words="mark or unmark", group="LEADS", panels=("queue",), footer="mark"
    ),
    Action(id="mark.range", keys=("V",), words="mark from the last mark", group="LEADS", panels=("queue",)),
    Action(id="mark.all", keys=("*",), words="mark all or none", group="LEADS", panels=("queue",)),
    Action(id="lead.assign", keys=("a",), words="assign…", group="LEADS", panels=("queue", "feed"), footer="assign"),
    Action(id="lead.requeue", keys=("r",), words="return to the queue", group="LEADS", panels=("queue", "feed")),
    Action(
        id="lead.contacted",
        keys=("c",),
        words="mark contacted",
        group="LEADS",
        panels=("queue", "feed"),
        footer="contacted",
    ),
    Action(id="breach.acknowledge", keys=("x",), words="acknowledge breaches", group="LEADS"),
    Action(id="undo", keys=("u",), words="undo the latest act", group="LEADS", footer="undo"),
    Action(id="show.intake", keys=("i",), words="files and deliveries", group="INTAKE"),
    Action(
        id="reject.retry", keys=("R",), words="try rejects again", group="INTAKE", panels=("intake",), footer="retry"
    ),
    Action(
        id="rep.toggle", keys=("t",), words="rep away or back", group="REPS", panels=("queue", "reps"), footer="away"
    ),
    Action(id="rep.away", keys=("T",), words="away: reason, minutes…", group="REPS", panels=("queue", "reps")),
    Action(id="view.filter", keys=("/",), words="filter the queue", group="VIEW", panels=("queue",), footer="filter"),
    Action(id="view.sort", keys=("s",), words="sort by next column", group="VIEW", footer="sort"),
    Action(id="view.reverse", keys=("S",), words="reverse the sort", group="VIEW"),
    Action(id="view.hold", keys=("p",), words="hold or release order", group="VIEW", footer="hold"),
    Action(id="view.mute", keys=("M",), words="mute the bell, or not", group="VIEW"),
    Action(id="view.wall", keys=("W",), words="wall: big digits", group="VIEW"),
    Action(id="view.theme", keys=("ctrl+t",), words="next theme", group="VIEW"),
    Action(
        id="show.commands",
        keys=(":", "ctrl+p"),
        words="all commands",
        group="BOARD",
        footer="commands",
        is_plain=False,
    ),
    Action(id="show.help", keys=("?", "f1"), words="help", group="BOARD", footer="help"),
    Action(id="leave", keys=("Q",), words="leave the board", group="BOARD"),
)

GROUPS = {
    "MOVE": "MOVE",
    "LEADS": "ACT ON LEADS",
    "REPS": "ON REPS",
    "INTAKE": "INTAKE",
    "VIEW": "VIEW",
    "BOARD": "BOARD",
}
"""Groups in their order, with the words above them."""

FILTERS = (
    ("text", "any column holds it"),
    ("!text", "no column holds it"),
    ("rep:sam", "by rep; rep:none too"),
    ("src:web", "by source"),
    ("is:late", "risk waiting owned marked"),
    ("age>10m", "older; age<90s newer"),
)
"""What can be typed after `/`, with words."""

SIGNS = (
    ("!!", "past its limit"),
    ("!", "most of the limit used"),
    ("*", "marked"),
    ("…", "an order is on its way"),
    ("●", "ready"),
    ("◐", "full"),
    ("○", "away"),
    ("×", "off"),
    ("»", "next in rotation"),
)
"""Every sign on the board, with words."""

_NAMES = {
    "pagedown": "pgdn",
    "pageup": "pgup",
    "escape": "esc",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
    "f1": "F1",
}


def key_name(key: str) -> str:
    """Return how a key is written for people."""
    return _NAMES.get(key, key.replace("ctrl+", "^").replace("shift+tab", "⇧tab"))


def keys_text(action: Action, most: int = 9) -> str:
    """Return an action's keys as people read them, `j ↓`."""
    return " ".join(key_name(key) for key in action.keys[:most])


def in_group(group: str) -> Iterator[Action]:
    """Yield a group's actions in their order."""
    return (action for action in ACTIONS if action.group == group)


def by_id(action_id: str) -> Action:
    """Return the action of that id."""
    return _BY_ID[action_id]


def works_in(action: Action, panel: str) -> bool:
    """Whether the action means something in a panel."""
    return not action.panels or panel in action.panels


def footer_actions(panel: str) -> tuple[Action, ...]:
    """Return what the footer names while a panel has the keys."""
    return tuple(action for action in ACTIONS if action.footer and works_in(action, panel))


def markdown_table() -> str:
    """Return the keys as a Markdown table, for the README."""
    lines = ["| keys | what it does | where |", "| --- | --- | --- |"]
    for group in GROUPS:
        for action in in_group(group):
            keys = " ".join(f"`{key_name(key)}`" for key in action.keys)
            lines.append(f"| {keys} | {action.words} | {', '.join(action.panels) or 'everywhere'} |")
    return "\n".join(lines) + "\n"


_BY_ID = {action.id: action for action in ACTIONS}
