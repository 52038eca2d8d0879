"""The keys that somebody has chosen for themselves: kept per user, laid over the table of keys.

Law: no key stands for two actions on one screen, and no action is left without a key.
"""

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from engine.turn import Refused
from tui.keys import ACTIONS, BOARD, MINE, Action, of_screen, rebound
from tui.signs import key_name

KeyMap = dict[str, tuple[str, ...]]
"""Actions by id to their keys, where they are not the usual ones."""

SCREENS = {"the board": BOARD, "the rep's screen": MINE}

_NAMED = "enter|space|tab|escape|up|down|left|right|home|end|pageup|pagedown|backspace|delete|insert|comma"
_NAMED += "|f([1-9]|1[0-2])"
_KEY = re.compile(rf"((ctrl|alt|shift)\+)*({_NAMED}|[a-z0-9])|{_NAMED}|[!-~]", re.ASCII)
_TYPED = {"^": "ctrl+", "⇧": "shift+", "esc": "escape", "pgdn": "pagedown", "pgup": "pageup", ",": "comma"}
_TAKEN = ("ctrl+c", "ctrl+q", "ctrl+z")
"""What the terminal and every dialog need for themselves."""

_read = msgspec.json.Decoder(dict[str, tuple[str, ...]]).decode


def path_of_keys() -> Path:
    """Where the keys of this user are kept."""
    home = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(home) / "floorboard" / "keys.json"


def load(path: Path) -> KeyMap:
    """The keys of this user; none where there is no file. Raises Refused with the way out when it is no such file."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as trouble:
        raise Refused(f"{path} cannot be read: {trouble.strerror}.") from None
    try:
        return checked(_read(raw))
    except (msgspec.DecodeError, Refused) as why:
        raise Refused(f"{path} is not followed: {why} `floorboard keys --reset` begins anew.") from None


def save(path: Path, keymap: Mapping[str, Sequence[str]]) -> None:
    """Keep the keys, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".half")
    half.write_bytes(msgspec.json.format(msgspec.json.encode(dict(keymap)), indent=2) + b"\n")
    half.replace(path)


def bound(keymap: Mapping[str, tuple[str, ...]], action_id: str, keys: Sequence[str]) -> KeyMap:
    """The keymap with an action on other keys. Raises Refused where that cannot be."""
    return checked({**keymap, action_id: tuple(keys)})


def checked(keymap: Mapping[str, tuple[str, ...]]) -> KeyMap:
    """The keymap with its keys as the screens know them. Raises Refused with what is wrong with it."""
    ids = [action.id for action in ACTIONS]
    for action_id, keys in keymap.items():
        if action_id not in ids:
            from engine.matching.clauses import nearest  # what rules may ask is behind it

            near = nearest(action_id, ids)
            raise Refused(f'No action is called "{action_id[:40]}"{near or "."} `floorboard keys` lists all.')
        if not keys:
            raise Refused(f"{action_id} needs a key at least.")
    changed = {action_id: tuple(map(key_of, keys)) for action_id, keys in keymap.items()}
    for action_id, keys in changed.items():
        for key in keys:
            _refuse_if_taken(rebound(changed), action_id, key)
    return changed


def key_of(typed: str) -> str:
    """A key as the screens know it, however it was typed. Raises Refused for what is no key."""
    key = typed
    for short, name in _TYPED.items():
        key = name if key == short else key.replace(short, name, 1) if len(short) == 1 and len(key) > 1 else key
    if not _KEY.fullmatch(key):
        raise Refused(f'"{typed[:20]}" is no key; write it like x, X, f5, ctrl+x, or pagedown.')
    if key in _TAKEN:
        raise Refused(f"{key_name(key)} belongs to the terminal; take another.")
    return key


def _refuse_if_taken(actions: Mapping[str, Action], action_id: str, key: str) -> None:
    for screen, panels in SCREENS.items():
        here = of_screen(actions.values(), panels)
        others = [one for one in here if key in one.keys and one.id != action_id]
        if others and actions[action_id] in here:
            taken = f"{others[0].id} ({others[0].words})"
            raise Refused(f"On {screen} {key_name(key)} is {taken} already; give that another key first.")
