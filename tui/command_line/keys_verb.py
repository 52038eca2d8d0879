"""The verb that lists the keys and gives actions other ones."""

from argparse import Namespace

from engine.turn import Refused
from tui.floor_dir import FloorDir
from tui.keymap import KeyMap, bound, checked, load, path_of_keys, save
from tui.keys import GROUPS, in_group, keys_text, rebound, where
from tui.saying import say, tell, tell_json

USAGE = "Write `floorboard keys`, `floorboard keys bind ID KEY...` or `floorboard keys --reset [ID]`."
DONE = 0


def keys(_: FloorDir, words: Namespace) -> int:
    """List every action with its keys, or change the keys of one."""
    path = path_of_keys()
    if words.reset is not None:
        save(path, _without({} if words.reset == "" else load(path), words.reset))
        say("the keys are the usual ones again" if not words.reset else f"{words.reset} has its usual keys again")
        return DONE
    keymap = load(path)
    if words.what and (words.what[0] != "bind" or len(words.what) < 3):
        raise Refused(USAGE)
    if words.what:
        _, action_id, *wanted = words.what
        save(path, bound(keymap, action_id, wanted))
        say(f"{action_id} is on {' '.join(wanted)}; kept in {path}, and followed when a screen is opened")
    elif words.json:
        tell_json([{"id": one.id, "keys": one.keys, "words": one.words} for one in rebound(keymap).values()])
    else:
        tell(_lines(keymap))
    return DONE


def _without(keymap: KeyMap, action_id: str) -> KeyMap:
    return checked({other: chosen for other, chosen in keymap.items() if other != action_id})


def _lines(keymap: KeyMap) -> list[str]:
    actions = rebound(keymap).values()
    lines = [f"{'ID':<20} {'KEYS':<20} {'WHAT IT DOES':<28} WHERE"]
    for group in GROUPS:
        for action in in_group(actions, group):
            mark = "*" if action.id in keymap else " "
            lines.append(f"{action.id:<19}{mark} {keys_text(action):<20} {action.words:<28} {where(action)}")
    return [*lines, "", "* yours. Other keys: floorboard keys bind ID KEY..., back with --reset [ID]"]
