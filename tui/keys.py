"""Every key of the board: what it is called, what it does, where it works and who may press it.

Law: bindings, the footer, the help, the commands, `floorboard keys` and the README all read this table; no key is
named anywhere else.
"""

from collections.abc import Iterable, Iterator, Mapping

from engine.value import Value
from tui.signs import key_name

BOARD = ("queue", "reps", "intake", "feed")
"""The panels of the manager's board."""

MINE = ("mine",)
"""The panel of a rep's screen."""

LEADS = ("queue", "feed")
WORKED = (*LEADS, *MINE)

MANAGER, REP = "manager", "rep"


class Action(Value):
    """Something a key does. `id` is `group.verb`."""

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
    role: str = ""
    """Who may: `rep` is reps and managers, `manager` managers alone, nothing is everybody."""
    needs: str = ""
    """What must be chosen: `lead`, `rep` or `offer`."""

    @property
    def method(self) -> str:
        """The screen's action: its name, with the verb as an argument where one method does all of a group."""
        head, _, verb = self.id.partition(".")
        return f"{head}('{verb}')" if head in ARGUED else self.id.replace(".", "_")


ARGUED = ("move", "panel", "away", "columns")
"""Groups of which one method does all."""


def _move(verb: str, keys: tuple[str, ...], words: str, footer: str = "") -> Action:
    return Action(id=f"move.{verb}", keys=keys, words=words, group="MOVE", is_plain=False, footer=footer)


def _panel(verb: str, key: str, words: str) -> Action:
    return Action(id=f"panel.{verb}", keys=(key,), words=words, group="MOVE", panels=BOARD)


def _lead(verb: str, key: str, words: str, *, footer: str = "") -> Action:
    """What managers do with leads."""
    return _own(verb, key, words, by=MANAGER, where=LEADS, footer=footer)


def _own(
    verb: str, key: str, words: str, *, by: str = REP, where: tuple[str, ...] = WORKED, footer: str = ""
) -> Action:
    """What reps do with their own leads, too."""
    return Action(
        id=f"lead.{verb}", keys=(key,), words=words, group="LEADS", panels=where, role=by, needs="lead", footer=footer
    )


def _mark(verb: str, key: str, words: str, footer: str = "") -> Action:
    return Action(id=f"mark.{verb}", keys=(key,), words=words, group="LEADS", panels=("queue",), footer=footer)


def _away(reason: str, key: str) -> Action:
    words = "off for today" if reason == "off" else f"away: {reason}"
    return Action(id=f"away.{reason}", keys=(key,), words=words, group="REPS", panels=MINE, role=REP)


def _rep(verb: str, key: str, words: str, *, where: tuple[str, ...] = ("queue", "reps"), footer: str = "") -> Action:
    """What managers do with a rep."""
    return Action(
        id=f"rep.{verb}",
        keys=(key,),
        words=words,
        group="REPS",
        panels=where,
        role=MANAGER,
        needs="rep",
        footer=footer,
    )


def _view(verb: str, key: str, words: str, footer: str = "") -> Action:
    panels = () if verb in ("mute", "theme") else BOARD
    return Action(id=f"view.{verb}", keys=(key,), words=words, group="VIEW", panels=panels, footer=footer)


ACTIONS: tuple[Action, ...] = (
    _move("down", ("j", "down"), "next row", footer="move"),
    _move("up", ("k", "up"), "row before", footer="move"),
    _move("first", ("g", "home"), "first row"),
    _move("last", ("G", "end"), "last row"),
    _move("half_down", ("ctrl+d",), "half a page down"),
    _move("half_up", ("ctrl+u",), "half a page up"),
    _move("page_down", ("pagedown",), "a page down"),
    _move("page_up", ("pageup",), "a page up"),
    _panel("next", "tab", "next panel"),
    _panel("before", "shift+tab", "panel before"),
    _panel("queue", "1", "queue"),
    _panel("reps", "2", "reps"),
    _panel("intake", "3", "intake"),
    _panel("feed", "4", "feed"),
    Action(id="jump", keys=("ctrl+o",), words="jump to a lead…", group="MOVE"),
    Action(id="open", keys=("enter", "l", "right"), words="open lead or rejects", group="MOVE", footer="open"),
    Action(id="back", keys=("q", "h", "left", "escape"), words="back, close", group="MOVE", is_plain=False),
    Action(
        id="me.toggle",
        keys=("space",),
        words="away… or back",
        group="REPS",
        panels=MINE,
        role=REP,
        footer="away/back",
    ),
    _away("break", "1"),
    _away("lunch", "2"),
    _away("meeting", "3"),
    _away("training", "4"),
    _away("off", "0"),
    Action(id="me.last_one", keys=("L",), words="one more, then away", group="REPS", panels=MINE, role=REP),
    Action(id="me.next", keys=("N",), words="take the next lead", group="LEADS", panels=MINE, role=REP),
    Action(
        id="offer.accept",
        keys=("a",),
        words="accept the offer",
        group="LEADS",
        panels=MINE,
        role=REP,
        needs="offer",
    ),
    Action(
        id="offer.decline",
        keys=("x",),
        words="decline the offer",
        group="LEADS",
        panels=MINE,
        role=REP,
        needs="offer",
    ),
    _mark("toggle", "space", "mark or unmark", footer="mark"),
    _mark("range", "V", "mark from the last mark"),
    _mark("all", "*", "mark all or none"),
    _lead("assign", "a", "assign…", footer="assign"),
    _lead("suggested", "A", "assign as the engine would"),
    _own("contacted", "c", "mark contacted", footer="contacted"),
    _own("requeue", "r", "return to the queue", footer="hand back"),
    _own("close", "d", "done: close as…", footer="done"),
    _lead("park", "P", "put aside until…"),
    _own("note", "n", "write a note…"),
    _own("explain", "e", "explain: why here", by=""),
    _own("copy", "y", "copy phone, mail or id", by=""),
    _own("copy_row", "Y", "copy the whole row", by=""),
    Action(
        id="breach.acknowledge", keys=("x",), words="acknowledge breaches", group="LEADS", panels=BOARD, role=MANAGER
    ),
    Action(id="undo", keys=("u",), words="undo my latest act", group="LEADS", role=REP, footer="undo"),
    Action(id="redo", keys=("ctrl+r",), words="redo what I undid", group="LEADS", role=REP),
    Action(id="repeat", keys=(".",), words="repeat on this row", group="LEADS", panels=WORKED, role=REP),
    Action(id="show.intake", keys=("i",), words="files and deliveries", group="INTAKE", panels=BOARD),
    Action(
        id="reject.retry",
        keys=("R",),
        words="try rejects again",
        group="INTAKE",
        panels=("intake",),
        footer="retry",
        role=MANAGER,
    ),
    _rep("toggle", "t", "rep away or back", footer="away"),
    _rep("away", "T", "away: reason, minutes…"),
    _rep("cap", "L", "most leads at once…"),
    _rep("release", "=", "return all their leads", where=("reps",)),
    _view("filter", "/", "filter the queue", footer="filter"),
    _view("facets", "f", "filter by rep, source…"),
    _view("sort", "s", "sort by…", footer="sort"),
    _view("reverse", "S", "reverse the sort"),
    _view("hold", "p", "hold or release order", footer="hold"),
    Action(id="columns.more", keys=("+",), words="more columns", group="VIEW", panels=BOARD),
    Action(id="columns.fewer", keys=("-",), words="fewer columns", group="VIEW", panels=BOARD),
    _view("mute", "M", "mute the bell, or not"),
    _view("wall", "W", "wall: big digits"),
    _view("history", "H", "history: every lead"),
    _view("day", "D", "the day in pictures"),
    _view("rules", "comma", "settings: floor.toml"),
    Action(id="rules.edit", keys=("E",), words="edit floor.toml", group="VIEW", panels=BOARD, role=MANAGER),
    Action(id="past.before", keys=("[",), words="a minute back: the past", group="VIEW", panels=BOARD),
    Action(id="past.after", keys=("]",), words="a minute on, in the past", group="VIEW", panels=BOARD),
    _view("theme", "ctrl+t", "next theme"),
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

_BY_ID = {action.id: action for action in ACTIONS}


def keys_text(action: Action, most: int = 9) -> str:
    """Return an action's keys as people read them, `j ↓`."""
    return " ".join(key_name(key) for key in action.keys[:most])


def rebound(keymap: Mapping[str, tuple[str, ...]]) -> dict[str, Action]:
    """Return every action by its id, with the keys that somebody gave it."""
    return {action.id: action.but(keys=keymap[action.id]) if action.id in keymap else action for action in ACTIONS}


def in_group(actions: Iterable[Action], group: str) -> Iterator[Action]:
    """Yield a group's actions in their order."""
    return (action for action in actions if action.group == group)


def by_id(action_id: str) -> Action:
    """Return the action of that id, with the keys it has by itself."""
    return _BY_ID[action_id]


def works_in(action: Action, panel: str) -> bool:
    """Whether the action means something in a panel."""
    return not action.panels or panel in action.panels


def of_screen(actions: Iterable[Action], panels: Iterable[str]) -> tuple[Action, ...]:
    """Return what means something somewhere on a screen with these panels."""
    here = tuple(panels)
    return tuple(action for action in actions if any(works_in(action, panel) for panel in here))


def footer_actions(panel: str, actions: Iterable[Action] = ACTIONS) -> tuple[Action, ...]:
    """Return what the footer names while a panel has the keys; on a rep's screen not how to move, but what to do."""
    is_mine = panel in MINE
    return tuple(
        action
        for action in actions
        if action.footer and works_in(action, panel) and not (is_mine and action.group == "MOVE")
    )


def where(action: Action) -> str:
    """Return where an action works, in words."""
    if not action.panels:
        return "everywhere"
    if set(BOARD) <= set(action.panels):
        return "board"
    return ", ".join("rep" if panel in MINE else panel for panel in action.panels)


def markdown_table() -> str:
    """Return the keys as a Markdown table, for the README."""
    lines = ["| keys | what it does | where |", "| --- | --- | --- |"]
    for group in GROUPS:
        for action in in_group(ACTIONS, group):
            keys = " ".join(f"`{key_name(key)}`" for key in action.keys)
            lines.append(f"| {keys} | {action.words} | {where(action)} |")
    return "\n".join(lines) + "\n"
