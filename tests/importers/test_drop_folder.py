"""The inbox folder: what is ready in it, and that nothing is taken twice, half, or from outside."""

import errno
import os
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from importers.folder.drop_folder import DropFolder, shown


class Hand:
    """A hand on the clock."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Hand:
    return Hand()


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    return tmp_path / "inbox"


@pytest.fixture
def folder(inbox: Path, clock: Hand) -> DropFolder:
    made = DropFolder(inbox, settle_seconds=2.0, monotonic=clock)
    made.scan()
    return made


def drop(path: Path, body: bytes = b"Name,Email\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def names(found: list[object]) -> list[str]:
    return [one.name for one in found]  # type: ignore[attr-defined]


def test_a_file_is_taken_once_it_has_settled(folder: DropFolder, inbox: Path, clock: Hand) -> None:
    """Size and time must stand still for the whole span."""
    path = drop(inbox / "a.csv")
    assert folder.scan() == []
    clock.seconds += 1.9
    assert folder.scan() == []
    drop(path, b"Name,Email\nmore\n")
    clock.seconds += 1.9
    assert folder.scan() == []
    clock.seconds += 2.0
    (claim,) = folder.scan()
    assert claim.sha256 == sha256(b"Name,Email\nmore\n").hexdigest()
    assert (claim.name, claim.source, claim.size) == ("a.csv", "file", 16)
    assert not path.exists()
    assert claim.path.parent.parent.name == ".taking"
    assert folder.scan() == []


def test_a_closed_file_need_not_settle(folder: DropFolder, inbox: Path) -> None:
    """The system said that its writer is done."""
    folder.closed(drop(inbox / "a.csv"))
    assert names(folder.scan()) == ["a.csv"]


def test_without_settling_everything_is_taken_at_once(inbox: Path) -> None:
    """`serve --once` takes what is there."""
    drop(inbox / "b.csv")
    drop(inbox / "a.csv")
    assert names(DropFolder(inbox, settle_seconds=0).scan()) == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    "name",
    [".hidden", "a.csv.part", "a.crdownload", "A.TMP", "a.partial", "~$a.xlsx", ".a.csv.swp", "done/a.csv",
     "failed/a.csv", ".taking/a.csv", ".git/a.csv", "trade-fair/deeper/a.csv"],
)  # fmt: skip
def test_what_is_not_meant_for_us_waits(inbox: Path, name: str) -> None:
    """Hidden and unfinished files, our own folders, and whatever lies deeper."""
    drop(inbox / name)
    assert DropFolder(inbox, settle_seconds=0).scan() == []


def test_a_subfolder_is_a_source(inbox: Path) -> None:
    """And stays one through a crash."""
    drop(inbox / "trade-fair" / "x.csv")
    (claim,) = DropFolder(inbox, settle_seconds=0).scan()
    assert (claim.source, claim.name) == ("trade-fair", "x.csv")
    assert DropFolder(inbox).claimed() == [claim.but(is_dropped=False)]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")
@pytest.mark.parametrize("make", ["link", "loop", "device_link", "fifo", "folder", "folder_link"])
def test_only_plain_files_of_the_inbox_are_read(inbox: Path, tmp_path: Path, make: str) -> None:
    """Links, pipes and folders stay where they are, whatever they are called."""
    inbox.mkdir()
    outside = drop(tmp_path / "outside" / "secret.csv")
    path = inbox / "x.csv"
    makers: dict[str, Callable[[], None]] = {
        "link": lambda: path.symlink_to(outside),
        "loop": lambda: path.symlink_to(path),
        "device_link": lambda: path.symlink_to("/dev/zero"),
        "fifo": lambda: os.mkfifo(path),
        "folder": path.mkdir,
        "folder_link": lambda: path.symlink_to(outside.parent),
    }
    makers[make]()
    folder = DropFolder(inbox, settle_seconds=0)
    assert folder.scan() == []
    assert folder.claim(path) is None
    assert os.path.lexists(path)
    assert outside.exists()


def test_what_is_no_file_is_refused_with_a_sentence(folder: DropFolder, inbox: Path, tmp_path: Path) -> None:
    """Links, pipes and folders in folders are named with the reason, and no more once they are gone."""
    outside = drop(tmp_path / "outside.csv")
    (inbox / "a.csv").symlink_to(outside)
    os.mkfifo(inbox / "b.csv")
    (inbox / "fair" / "deep").mkdir(parents=True)
    assert folder.scan() == []
    assert [one.split(";")[0] for one in folder.refused] == [
        "a.csv is a link",
        "b.csv is a pipe, not a file",
        "fair/deep is a folder in a folder and is not read",
    ]
    for path in (inbox / "a.csv", inbox / "b.csv"):
        path.unlink()
    (inbox / "fair" / "deep").rmdir()
    folder.scan()
    assert folder.refused == ()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells who writes")
def test_a_writer_that_stalls_is_waited_for(folder: DropFolder, inbox: Path, clock: Hand) -> None:
    """However long a file stands still: while a program has it open for writing it is not taken."""
    path = drop(inbox / "a.csv")
    with path.open("ab") as writer:
        folder.scan()
        clock.seconds += 3600
        folder.closed(path)
        assert folder.scan() == []
        assert folder.refused[0].startswith("a.csv is still open in the program that writes it")
        writer.write(b"Ada,ada@example.com\n")
    (claim,) = folder.scan()
    assert claim.path.read_bytes().endswith(b"ada@example.com\n")
    assert folder.refused == ()


def test_two_folders_on_one_inbox_never_take_the_same_file(inbox: Path) -> None:
    """The rename decides."""
    paths = [drop(inbox / f"{number}.csv") for number in range(20)]
    one, two = DropFolder(inbox, settle_seconds=0), DropFolder(inbox, settle_seconds=0)
    first = [one.claim(path) for path in paths[::2]]
    second = two.scan()
    assert all(first)
    assert len(second) == 10
    assert one.claim(paths[0]) is None


def test_a_finished_file_never_replaces_another(folder: DropFolder, inbox: Path) -> None:
    """Equal names are counted."""
    for _ in range(3):
        claim = folder.claim(drop(inbox / "leads.csv"))
        assert claim is not None
        folder.finish(claim)
    assert sorted(os.listdir(inbox / "done")) == ["leads (2).csv", "leads (3).csv", "leads.csv"]
    assert folder.claimed() == []


def test_a_failed_file_has_its_reason_beside_it(folder: DropFolder, inbox: Path) -> None:
    """In words, under its own name."""
    claim = folder.claim(drop(inbox / "broken.csv"))
    assert claim is not None
    path = folder.fail(claim, "It is empty.")
    assert path == inbox / "failed" / "broken.csv"
    assert (inbox / "failed" / "broken.csv.why.txt").read_text("utf-8") == "It is empty.\n"


def test_a_folder_that_vanished_is_made_again(folder: DropFolder, inbox: Path, clock: Hand) -> None:
    """And what is dropped into the new one is taken."""
    os.rename(inbox, inbox.with_name("gone"))
    assert folder.scan() == []
    assert (inbox / "done").is_dir()
    drop(inbox / "a.csv")
    folder.scan()
    clock.seconds += 3
    assert names(folder.scan()) == ["a.csv"]


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux")
@pytest.mark.parametrize("name", [b"\xff\xfe.csv", b"a\nb\x1b[2J.csv", b"-rf.csv", b"..csv", b"x" * 251 + b".csv"])
def test_hostile_names_are_shown_safely(inbox: Path, name: bytes) -> None:
    """Names are bytes: whatever they are, they can be stored, shown, and put away more than once."""
    folder = DropFolder(inbox, settle_seconds=0)
    for _ in range(2):
        drop(inbox / os.fsdecode(name))
        claims = folder.scan()
        if name.startswith(b"."):
            assert claims == []
            return
        claims[0].name.encode()
        assert claims[0].name.isprintable()
        folder.fail(claims[0], "no")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may do anything")
def test_a_file_that_may_not_be_read_is_claimed_without_a_digest(inbox: Path) -> None:
    """Its reader will say so, once."""
    drop(inbox / "a.csv").chmod(0)
    (claim,) = DropFolder(inbox, settle_seconds=0).scan()
    assert claim.sha256 == ""


def test_shown_names_are_text() -> None:
    """Nothing that a terminal would obey is left in them."""
    assert shown("a\x1b]0;x\x07.csv") == "a\ufffd]0;x\ufffd.csv"


def test_a_file_that_cannot_be_moved_is_named_at_every_look(
    folder: DropFolder, inbox: Path, clock: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not settle anew each time it was tried in vain; once its rights are back it is taken at once."""
    drop(inbox / "a.csv")
    folder.scan()
    clock.seconds += 3
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", denied)
        for _ in range(3):
            assert folder.scan() == []
            assert folder.refused == ("a.csv cannot be moved or read; check its rights",)
    assert names(folder.scan()) == ["a.csv"]


def test_a_folder_that_cannot_be_listed_is_named(
    folder: DropFolder, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A source's folder without rights is no empty folder; the others are read all the same."""
    drop(inbox / "fair" / "a.csv")
    drop(inbox / "b.csv")
    looked = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: denied() if Path(path).name == "fair" else looked(path))
    folder.settle_seconds = 0
    assert names(folder.scan()) == ["b.csv"]
    assert folder.refused == ("fair is a folder that cannot be looked into; check its rights",)


def denied(*_: object) -> None:
    """What the system says to whoever has no right."""
    raise PermissionError(errno.EACCES, "Permission denied")


@pytest.mark.parametrize("put", ["finish", "fail"])
def test_a_file_that_is_written_to_after_it_was_taken_is_taken_again(
    folder: DropFolder, inbox: Path, clock: Hand, put: str
) -> None:
    """A writer over the network pauses, and goes on: once its file stands still again it is claimed anew, whole."""
    claim = folder.claim(drop(inbox / "fair" / "a.csv"))
    assert claim is not None
    path = folder.finish(claim) if put == "finish" else folder.fail(claim, "It is cut off.")
    assert folder.scan() == []
    with path.open("ab") as writer:
        writer.write(b"Ada,ada@example.com\n")
    assert folder.scan() == []
    clock.seconds += 3
    (again,) = folder.scan()
    assert (again.name, again.source, again.sha256 == claim.sha256) == ("a.csv", "fair", False)
    assert again.path.read_bytes().endswith(b"ada@example.com\n")
    assert os.listdir(path.parent) == []


def test_files_that_lie_still_are_forgotten(folder: DropFolder, inbox: Path, clock: Hand) -> None:
    """After an hour, or once they are gone, nobody looks at them any more."""
    paths = []
    for name in ("a.csv", "b.csv"):
        claim = folder.claim(drop(inbox / name))
        assert claim is not None
        paths.append(folder.finish(claim))
    paths[1].unlink()
    folder.scan()
    clock.seconds += 4000
    folder.scan()
    paths[0].write_text("Name,Email\nBo,b@x.example\n")
    clock.seconds += 3
    assert folder.scan() == []
