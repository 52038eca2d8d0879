"""Every verb of the command line: what it is called, what it says of itself, and what it is asked with."""

import argparse

from tui.themes import THEMES


def port(text: str) -> int:
    """A port's number; 0 lets the system choose."""
    if not (text.isascii() and text.isdecimal() and int(text) < 65536):
        raise argparse.ArgumentTypeError(f"{text!r} is no port; it is a number from 0 to 65535")
    return int(text)


Argument = tuple[tuple[str, ...], dict[str, object]]

JSON: Argument = (("--json",), {"action": "store_true", "help": "as JSON, stable in its names"})
REP: Argument = (("rep",), {"metavar": "REP", "help": "the rep's id in floor.toml"})
SELF: Argument = (("rep",), {"nargs": "?", "metavar": "REP", "help": "the rep's id; else the one your login is"})
REASON: Argument = (("--reason",), {"default": "", "help": "kept in the journal"})
LEADS: Argument = (("leads",), {"nargs": "+", "metavar": "LEAD", "help": "ids of leads, L-17 or 17"})
OFFERED: Argument = (
    ("lead",),
    {"nargs": "?", "metavar": "LEAD", "help": "the lead's id; else the one that is held out to you"},
)
LEAD: Argument = (("lead",), {"metavar": "LEAD", "help": "the lead's id, L-17 or 17"})
LOOK: tuple[Argument, ...] = (
    (
        ("--theme",),
        {"choices": THEMES, "default": argparse.SUPPRESS, "help": "how the screen looks (else $FLOORBOARD_THEME)"},
    ),
    (("--ascii",), {"action": "store_true", "default": argparse.SUPPRESS, "help": "signs in ASCII alone"}),
)
"""How a screen looks: of the board, when they stand before a verb."""

VERBS: dict[str, tuple[str, tuple[Argument, ...]]] = {
    "serve": (
        "run the engine: take in files and web-hooks, deal, and watch the clocks",
        (
            (("--port",), {"type": port, "metavar": "N", "help": "the web-hook port, instead of floor.toml's"}),
            (
                ("--listen",),
                {"metavar": "HOST:PORT", "help": "where web-hooks come in, beyond this machine too"},
            ),
            (("--once",), {"action": "store_true", "help": "take in what is there, deal it, and exit"}),
            (("--tied",), {"action": "store_true", "help": argparse.SUPPRESS}),
        ),
    ),
    "import": (
        "take files in from where they are, without moving them",
        (
            (("files",), {"nargs": "+", "metavar": "FILE", "help": "of any kind that the inbox takes"}),
            (("--preview",), {"action": "store_true", "help": "say what would become of them, and take nothing"}),
            (("--source",), {"default": "", "metavar": "NAME", "help": "preview them as files of this folder"}),
            JSON,
        ),
    ),
    "rejects": (
        "list the records that could not be taken, with number, place and reason",
        (
            (("file",), {"nargs": "?", "default": "", "metavar": "FILE", "help": "of this file or web-hook source"}),
            JSON,
        ),
    ),
    "retry": (
        "try rejected records again, after a change of mapping in floor.toml",
        (
            (("rejects",), {"nargs": "*", "type": int, "metavar": "ID", "help": "their numbers"}),
            (("--file",), {"default": "", "metavar": "NAME", "help": "all of this file or web-hook source"}),
            (("--all",), {"action": "store_true", "help": "all there are"}),
        ),
    ),
    "rep": (
        "open a rep's own screen: their leads, their place, their share",
        (
            SELF,
            (("--inline",), {"action": "store_true", "help": "in four lines under the prompt"}),
            *LOOK,
        ),
    ),
    "away": (
        "send a rep away",
        (
            SELF,
            (("--for",), {"dest": "span", "metavar": "15m", "help": "come back by itself after this long"}),
            (("--until",), {"metavar": "14:00", "help": "come back by itself at this time of the floor's day"}),
            (("--reason",), {"default": "", "metavar": "lunch", "help": "kept in the journal, and shown"}),
        ),
    ),
    "back": (
        "bring a rep back",
        (
            SELF,
            (("--overtime",), {"action": "store_true", "help": "outside their hours too, until they begin"}),
        ),
    ),
    "last": ("let a rep have one more lead, and be away then", (SELF,)),
    "assign": (
        "give a lead to a rep by hand",
        (
            LEAD,
            REP,
            REASON,
            (("--over-cap",), {"action": "store_true", "help": "even when the rep is full"}),
        ),
    ),
    "accept": ("take the lead that is held out to a rep", (OFFERED, SELF)),
    "next": ("take the next lead, in pools in which reps take leads themselves", (SELF,)),
    "claim": ("take a lead out of the pond", (LEAD, SELF)),
    "decline": ("say no to the lead that is held out to a rep", (OFFERED, SELF, REASON)),
    "again": ("let a rep who said no, or was too late, be asked about a lead once more", (LEAD, SELF)),
    "contacted": ("note that customers were reached: their clocks stop", (LEADS,)),
    "credit": (
        "give a rep a claim on leads that the others yield, or with a number below 0 take one",
        (
            REP,
            (("leads",), {"type": float, "metavar": "LEADS", "help": "how many, like 1 or -0.5"}),
            (("--why",), {"required": True, "help": "kept in the journal"}),
            (("--pool",), {"default": "", "metavar": "POOL", "help": "needed for who is in several"}),
        ),
    ),
    "requeue": ("put leads back into the queue at their old place", (LEADS, REASON)),
    "park": (
        "put leads aside until a time",
        (
            LEADS,
            (("--for",), {"dest": "span", "metavar": "2h", "help": "they come back after this long"}),
            (("--until",), {"metavar": "14:00", "help": "they come back at this time of the floor's day"}),
            REASON,
        ),
    ),
    "pause": (
        "let the clocks of leads stand still, for a listed reason",
        (
            LEADS,
            (
                ("--as",),
                {
                    "dest": "why",
                    "required": True,
                    "choices": ("scheduled_callback", "waiting_on_prospect", "on_hold"),
                    "help": "why they stand still",
                },
            ),
            (("--for",), {"dest": "span", "metavar": "2h", "help": "they go on after this long"}),
            (("--until",), {"metavar": "14:00", "help": "they go on at this time of the floor's day"}),
        ),
    ),
    "resume": ("let the clocks of leads run again", (LEADS,)),
    "reset": (
        "start the customer's clock of leads anew",
        (LEADS, (("--reason",), {"required": True, "help": "why: it is kept with the lead"})),
    ),
    "note": (
        "write something down about a lead",
        (LEAD, (("text",), {"nargs": "+", "metavar": "TEXT", "help": "what is worth knowing"})),
    ),
    "close": (
        "end leads",
        (
            LEADS,
            (
                ("--as",),
                {
                    "dest": "ending",
                    "required": True,
                    "choices": ("won", "lost", "unqualified", "unreachable", "spam", "duplicate", "wrong_territory"),
                    "help": "how they ended",
                },
            ),
        ),
    ),
    "ladder": (
        "put the ladder of the present floor.toml to leads that wait already",
        ((("leads",), {"nargs": "*", "metavar": "LEAD", "help": "ids of leads; else all that wait"}),),
    ),
    "outbox": (
        "list what customers are to be written, for the program that sends it",
        (
            (("--sent",), {"nargs": "+", "type": int, "metavar": "ID", "help": "note that these were sent"}),
            JSON,
        ),
    ),
    "undo": (
        "take your latest act back",
        (
            (("act",), {"nargs": "?", "type": int, "metavar": "ENTRY", "help": "the act that began at this entry"}),
            (
                ("--force",),
                {"action": "store_true", "help": "also what was done since to the same leads and reps, by whomever"},
            ),
        ),
    ),
    "redo": ("do again what you took back last", ()),
    "status": ("show the floor in lines", (JSON,)),
    "why": ("say why a lead is where it is, with a reason for every rep", (LEAD, JSON)),
    "check": (
        "read floor.toml over and name every fault with its place",
        ((("file",), {"nargs": "?", "metavar": "FILE", "help": "else the floor's own"}),),
    ),
    "explain": (
        "tell the house rules in plain sentences",
        ((("file",), {"nargs": "?", "metavar": "FILE", "help": "else the floor's own floor.toml"}),),
    ),
    "simulate": (
        "tell which rule would take each record of a file, who would get it and why; nothing is written",
        (
            (("file",), {"metavar": "FILE", "help": "one record or many, of any kind that the inbox takes"}),
            (("--config",), {"metavar": "TOML", "help": "under these house rules instead of the floor's floor.toml"}),
            (
                ("--source",),
                {"default": "", "metavar": "NAME", "help": "as if from this folder of the inbox"},
            ),
            JSON,
        ),
    ),
    "export": (
        "write every lead with its person as CSV for a spreadsheet, or as JSON lines",
        (
            (("file",), {"nargs": "?", "metavar": "FILE", "help": "a .csv or .jsonl, written whole; else here"}),
            (("--csv",), {"action": "store_const", "const": ".csv", "dest": "kind", "help": "CSV, as without FILE"}),
            (("--jsonl",), {"action": "store_const", "const": ".jsonl", "dest": "kind", "help": "JSON lines"}),
        ),
    ),
    "replay": (
        "deal the journal again under another floor.toml and tell what would differ; nothing is written",
        (
            (
                ("--from",),
                {"dest": "since", "metavar": "WHEN", "help": "an entry or a time; else all"},
            ),
            (("--to",), {"dest": "until", "metavar": "WHEN", "help": "an entry or a time; else to the end"}),
            (
                ("--config",),
                {"metavar": "TOML", "help": "these house rules; else those of then"},
            ),
            JSON,
        ),
    ),
    "rules": (
        "list the house rules that were in force, show the text of one, or put it back into floor.toml",
        (
            (
                ("entry",),
                {"nargs": "?", "type": int, "metavar": "ENTRY", "help": "show its floor.toml"},
            ),
            (("--restore",), {"type": int, "metavar": "ENTRY", "help": "put it back; what was edited is kept"}),
        ),
    ),
    "verify": ("check the laws of the house on the whole database", ()),
    "rebuild": ("make every table again from the journal", ()),
    "doctor": ("look the floor and its machine over, and name the command that mends each finding", ()),
    "backup": (
        "copy the database as it is now, while others write, and check the copy",
        ((("file",), {"nargs": "?", "metavar": "FILE", "help": "else one of its own in backups/"}),),
    ),
    "restore": (
        "put a copy in the place of the database, which is kept in backups/",
        ((("file",), {"metavar": "FILE", "help": "a copy that `floorboard backup` or the engine made"}),),
    ),
    "forget": (
        "forget a person: cards, rejected records, taken files; the journal stays whole",
        (
            (("who",), {"metavar": "WHO", "help": "a lead's id, an e-mail or a phone"}),
            (("--lift",), {"action": "store_true", "help": "let whoever was forgotten be a lead again"}),
        ),
    ),
    "wall": (
        "show the floor in big digits, for a screen on the wall; no key changes anything",
        (
            (
                ("--serve",),
                {"action": "store_true", "help": "for a browser on this machine"},
            ),
            (("--port",), {"type": port, "default": 8788, "metavar": "N", "help": "where to serve it"}),
            *LOOK,
        ),
    ),
    "keys": (
        "list every key, or give an action other ones",
        (
            (("what",), {"nargs": "*", "metavar": "bind ID KEY", "help": "`bind`, an action's id, and its keys"}),
            (
                ("--reset",),
                {"nargs": "?", "const": "", "metavar": "ID", "help": "the usual keys again, or those of one"},
            ),
            JSON,
        ),
    ),
    "demo": (
        "open a living floor of invented leads",
        (
            *LOOK,
            (("--fast",), {"type": float, "default": 1.0, "metavar": "N", "help": "N times as many leads"}),
            (("--keep",), {"metavar": "DIR", "help": "keep the demo floor in this folder"}),
        ),
    ),
}
"""Every verb with its words and its arguments."""
