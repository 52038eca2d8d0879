"""What a provider of web-hooks is: a table of how it proves itself, where things stand, and how it is answered."""

from collections.abc import Callable, Mapping

from engine.value import Value
from importers.files.closed_json import Json
from importers.hooks.proofs import Request


class Reply(Value):
    """An answer to a question that came without a lead."""

    status: int
    text: str
    media_type: str = "text/plain"


class Asking(Value):
    """What a question brings with it."""

    query: Mapping[str, str]
    secrets: tuple[str, ...]
    verify_token: str = ""


class Rewritten(Value):
    """A delivery as it is kept, where headers say what the body does not."""

    media_type: str
    body: bytes


class Pairs(Value):
    """Questions with their answers: a list of objects, or an object of objects, that each hold one of both."""

    at: str
    heading: str
    value: str
    kind: str = ""
    """Where an object says what sort of answer it holds."""
    fields: Mapping[str, str] = {}
    """What that sort is among our fields."""
    options: str = ""
    """Where the choices stand whose ids are the answer, each with `id` and `text`."""


class Letter(Value):
    """Where the parts of a mail stand, for a provider that hands mails on: they are read as any mail is."""

    headers: Mapping[str, str]
    """Where each header is said, by its name."""
    others: str
    """Where the mail's other headers stand: a text of them, or a list of pairs."""
    text: str
    page: str
    whole: str = ""
    """Where the mail stands as it was sent, if it does."""
    sender: str = ""
    """Where the writer's name stands that `From` leaves out."""
    files: str = ""
    """What is attached, in base64; of a form it is the files that ride along."""


def _as_it_is(document: Json) -> Json:
    return document


class Provider(Value):
    """One provider. Paths are dotted: `a|b` is the first of them that says something, `*` is every item of a list."""

    title: str
    """How people call it."""
    verify: tuple[str, ...]
    """How it proves itself; any of them holds."""
    is_plain: bool = False
    """Its bodies are read as any sender's: everything below up to `pending` is of no use."""
    at: str = ""
    """The records of a body; the whole body where none of these paths is there."""
    key: tuple[str, ...] = ()
    """What together names an enquiry for good; without it the delivery's own name does."""
    fields: Mapping[str, str] = {}
    """Our fields, and where they stand."""
    known_by: tuple[str, ...] = ()
    """What all must stand in a body for it to be this provider's, where its source names none; `*` is any step but
    the first."""
    pairs: Pairs | None = None
    letter: Letter | None = None
    """It hands mails on: of all below only `known_by` and `verify` are of use."""
    asked: str | None = ""
    """Where the person's own answers stand, read by their headings when there are no pairs; None reads none."""
    never: frozenset[str] = frozenset()
    """Headings that are never the person, whatever they look like."""
    only: Mapping[str, tuple[str, ...]] = {}
    """What must stand where for a record to be a new lead, if anything stands there at all."""
    tests: Mapping[str, tuple[str, ...]] = {}
    """What stands where in a test lead or a ping."""
    pending: str = ""
    """Where a person can look the details up, for a provider that only says that there is a lead."""
    pending_shows: Mapping[str, str] = {}
    """What of a notice helps to find the lead there: a word, and where it stands."""
    withheld: str = ""
    """Keys, as a pattern, whose values are neither kept nor shown: secrets, and money that is nobody's business."""
    tidy: Callable[[Json], Json] = _as_it_is
    """Puts a document into a shape that a table can name."""
    rewrite: Callable[[Request], Rewritten | None] | None = None
    """Puts what its headers say into the body before it is kept."""
    challenge: Callable[[Asking], Reply] | None = None
    """Answers a GET by which it asks whether this address is ours."""
    is_asked_by_head: bool = False
    """It asks by HEAD whether this address is there."""
    is_asked_by_post: bool = False
    """It posts a challenge, and wants to hear it back."""
    from_browsers: bool = False
    """Visitors' browsers post, not a server."""
    status: int = 200
    """The answer once a delivery is safe."""
    thanks: str = ""
    """What the answer says, where a person may see it or the sender waits for it."""
    thanks_type: str = "text/plain"
