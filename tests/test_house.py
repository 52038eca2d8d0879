"""The house style, checked: what a reader may count on in every file."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("engine", "store", "importers", "tui")
FILES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
NAMES = {path: path.relative_to(ROOT).as_posix() for path in (*FILES, *TESTS)}
TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in (*FILES, *TESTS)}

LINES_MAX = 300
FUNCTION_LINES_MAX = 40

ENGINE_MAY_IMPORT = frozenset(
    {
        *("engine", "msgspec", "opening_hours"),
        *("bisect", "collections", "dataclasses", "datetime", "difflib", "enum", "functools", "hashlib", "heapq"),
        *("itertools", "math", "operator", "re", "statistics", "types", "typing", "weakref", "zlib", "zoneinfo"),
    }
)
"""Values, and what works on values; whatever else the engine needs must come to it in a turn."""

EDGES = frozenset(
    {
        *("tui/serving/turns.py", "tui/serving/takers.py", "tui/serving/hook_taker.py", "tui/serving/looking.py"),
        *("importers/files/reading_child.py", "importers/hooks/door.py"),
    }
)
"""Where a fault of any kind ends: the desk's turn, one file of intake, one request of the hook."""

BARRED_WORDS = frozenset({"service", "helper", "helpers", "util", "utils", "common", "misc"})

COLD = {
    "tui.cli": ("textual", "rich", "pydantic", "msgspec"),
    "tui.command_line.telling": ("textual", "rich", "pydantic", "engine.decide", "tui.serving.desk"),
    "tui.settings": ("textual", "pydantic", "tree_sitter"),
}
"""Modules that a one-shot verb begins with, and what they must not load."""

MARKUP_TAKERS = frozenset({"Static", "Label", "notify", "update", "Button", "Header"})
"""Calls that read a text as markup unless they are told not to."""


def every(*kinds: type[ast.AST], among: list[Path] = FILES) -> Iterator[tuple[Path, ast.AST]]:
    """Yield the nodes of these kinds in all files."""
    for path in among:
        for node in ast.walk(TREES[path]):
            if isinstance(node, kinds):
                yield path, node


def spot(path: Path, node: ast.AST) -> str:
    """Return where a node stands, to click on."""
    return f"{NAMES[path]}:{getattr(node, 'lineno', 1)}"


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """A file can be read in one sitting, those of the tests too."""
    long = {
        NAMES[path]: n for path in (*FILES, *TESTS) if (n := len(path.read_text("utf-8").splitlines())) > LINES_MAX
    }
    assert not long


def test_no_function_is_longer_than_forty_lines() -> None:
    """A function fits on a screen."""
    functions = every(ast.FunctionDef, ast.AsyncFunctionDef)
    long = [spot(path, node) for path, node in functions if _length(node) > FUNCTION_LINES_MAX]
    assert not long


def test_every_file_opens_with_a_sentence() -> None:
    """The first line of a file says what it holds."""
    files = [path for path in (*FILES, *TESTS) if path.name != "__init__.py" or path.stat().st_size]
    silent = [NAMES[path] for path in files if not _opening(path).rstrip().endswith((".", ":", "!", "?"))]
    assert not silent


def test_everything_is_caught_at_the_edges_alone() -> None:
    """A fault that nobody foresaw ends at one of the named edges and is hidden nowhere else."""
    caught = [spot(path, node) for path, node in every(ast.ExceptHandler) if _catches_all(node)]
    assert [place for place in caught if place.split(":")[0] not in EDGES] == []


def test_no_text_of_ours_is_built_into_markup() -> None:
    """A widget is given Content or a plain constant, never a string with somebody's name in it."""
    calls = every(ast.Call, among=[path for path in FILES if NAMES[path].startswith("tui/")])
    risky = [spot(path, node) for path, node in calls if _takes_built_text(node)]
    assert not risky


def test_the_engine_imports_values_alone() -> None:
    """What the engine may import is a short list; the contracts forbid, this allows."""
    engine = [path for path in FILES if NAMES[path].startswith("engine/")]
    foreign = [
        f"{spot(path, node)} {name}"
        for path, node in every(ast.Import, ast.ImportFrom, among=engine)
        for name in _imported(node)
        if name.split(".")[0] not in ENGINE_MAY_IMPORT
    ]
    assert not foreign


def test_the_engine_asks_no_clock() -> None:
    """The moment comes with the turn: nobody in the engine asks what time it is."""
    engine = [path for path in FILES if NAMES[path].startswith("engine/")]
    asking = [
        spot(path, node)
        for path, node in every(ast.Attribute, among=engine)
        if isinstance(node, ast.Attribute) and node.attr in ("now", "utcnow", "today") and _is_clock(node.value)
    ]
    assert not asking


def test_readers_do_not_know_each_other() -> None:
    """One reader of a kind of file imports no other."""
    readers = {path.stem for path in FILES if path.parent.name == "importers" and path.stem.endswith("_file")}
    crossing = [
        f"{spot(path, node)} {name}"
        for path, node in every(ast.Import, ast.ImportFrom, among=[path for path in FILES if path.stem in readers])
        for name in _imported(node)
        if name.removeprefix("importers.").split(".")[0] in readers - {path.stem}
    ]
    assert not crossing


def test_files_are_named_after_what_they_hold() -> None:
    """No file is called by a word that fits every file."""
    assert [NAMES[path] for path in FILES if BARRED_WORDS.intersection(path.stem.split("_"))] == []


def test_every_test_says_one_sentence() -> None:
    """The first line of a test is the sentence that it proves."""
    functions = every(ast.FunctionDef, ast.AsyncFunctionDef, among=TESTS)
    silent = [spot(path, node) for path, node in functions if _is_test(node) and not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert not silent


@pytest.mark.parametrize("module", COLD)
def test_the_desk_starts_without_a_screen(module: str) -> None:
    """What every verb loads first loads no screen and nothing slow."""
    if find_spec(module) is None:
        pytest.skip(f"{module} is not there yet")
    code = f"import sys, {module}; print(*sorted({set(COLD[module])!r}.intersection(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == ""


def _length(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


def _opening(path: Path) -> str:
    return (ast.get_docstring(TREES[path]) or "").split("\n", 1)[0]


def _catches_all(node: ast.AST) -> bool:
    """Whether a fault of any kind ends here; one that is raised again does not."""
    assert isinstance(node, ast.ExceptHandler)
    if isinstance(node.body[-1], ast.Raise):
        return False
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)


def _takes_built_text(node: ast.AST) -> bool:
    """Whether a call that reads markup gets an f-string, or one that was formatted or added up."""
    assert isinstance(node, ast.Call)
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    if name not in MARKUP_TAKERS or not node.args:
        return False
    is_plain = any(it.arg == "markup" and getattr(it.value, "value", True) is False for it in node.keywords)
    text = node.args[0]
    is_built = isinstance(text, ast.JoinedStr) or (
        isinstance(text, ast.BinOp) and isinstance(text.op, ast.Add | ast.Mod)
    )
    return is_built and not is_plain


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        module = node.module or ""
        return [f"{module}.{name.name}" for name in node.names] if module == "importers" else [module]
    return [name.name for name in node.names] if isinstance(node, ast.Import) else []


def _is_clock(node: ast.AST) -> bool:
    return getattr(node, "id", getattr(node, "attr", "")) in ("datetime", "date", "time")


def _is_test(node: ast.AST) -> bool:
    return getattr(node, "name", "").startswith("test_")
