"""Rows A5 to A7, A9, A10: disks that lose power, fill up or fail."""

import errno
import itertools
import os
import shutil
import subprocess
import time
from pathlib import Path

from tests.faults.asking import all_taken, doubled, lost, sound
from tests.faults.flood import Flood
from tests.faults.matrix import Skipped, need_root, row
from tests.faults.stage import Stage
from tests.front_door.program import Floor, csv_of, hook, people, post, signed, until

ACKS = 14_000
CUTS = 5


@row("A5", "five power cuts under a flood: nothing that was answered 2xx is gone")
def power_cut(stage: Stage) -> str:
    need_root()
    image, disk = stage.root / "disk.img", stage.root / "disk"
    with image.open("wb") as file:
        file.truncate(512 * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    acked: set[int] = set()
    fresh = itertools.count(1)
    for cut in range(CUTS):
        _mount(stage, image, disk)
        floor = stage.floor("disk/floor", port=0)
        acked |= _flooded(floor, fresh, ACKS // CUTS)
        image = _cut(stage, floor, image, disk, cut)
    _mount(stage, image, disk)
    floor = stage.floor("disk/floor")
    assert floor.run("serve", "--once").returncode == 0
    gone = lost(floor, acked)
    assert (gone, doubled(floor)) == (0, 0), (gone, len(acked))
    sound(floor)
    return f"{CUTS} cuts, {len(acked)} answered: gone=0 doubled=0"


def _mount(stage: Stage, image: Path, disk: Path) -> None:
    try:
        stage.mount(disk, "-o", "loop", str(image))
    except subprocess.CalledProcessError as fault:
        raise Skipped(f"no loop mount here: {fault.stderr.decode().strip()}") from fault


def _flooded(floor: Floor, fresh: "itertools.count[int]", count: int) -> set[int]:
    engine = floor.serve()
    address = floor.address()
    flood = Flood(lambda: address)
    thread = flood.start(fresh, clients=50)
    until(lambda: len(flood.acked) >= count, 300)
    engine.send_signal(19)  # SIGSTOP: nothing is written after the last answer
    acked = set(flood.acked)
    flood.is_over.set()
    thread.join(30)
    return acked | flood.acked


def _cut(stage: Stage, floor: Floor, image: Path, disk: Path, number: int) -> Path:
    """Take the disk as it is, with nothing that only the kernel remembers, as a pulled plug leaves it."""
    copy = stage.root / f"disk-{number}.img"
    shutil.copyfile(image, copy)
    floor.end()
    subprocess.run(["umount", "-l", str(disk)], check=True)
    image.unlink()
    return copy


@row("A6", "on a full disk nothing is answered as taken, and all goes on within 5 s of room")
def disk_full(stage: Stage) -> str:
    return _full(stage, "size=8m")


@row("A7", "without a free inode nothing is lost, and all goes on with room")
def no_inodes(stage: Stage) -> str:
    return _full(stage, "size=16m,nr_inodes=40")


def _full(stage: Stage, size: str) -> str:
    need_root()
    disk = stage.root / "disk"
    stage.mount(disk, "-t", "tmpfs", "-o", size, "tmpfs")
    floor = stage.floor("disk/floor")
    engine = floor.serve()
    address = floor.address()
    flood = Flood(lambda: address).run(range(1, 101), clients=10)
    for number in itertools.count():
        try:
            with (disk / f"fill-{number}").open("wb") as file:
                while "nr_inodes" not in size:
                    file.write(b"x" * 4096)
        except OSError:
            break
    waiting = Flood(lambda: address)
    thread = waiting.start(range(1001, 1201), clients=10)
    time.sleep(4)
    while_full = len(waiting.acked)
    assert engine.poll() is None
    for path in disk.glob("fill-*"):
        path.unlink()
    began = time.monotonic()
    thread.join(60)
    healed = min([at for at in waiting.acked_at if at > began], default=began) - began
    all_taken(floor, flood.acked | waiting.acked)
    assert len(waiting.acked) == 200
    assert healed < 5, healed
    sound(floor)
    answered = f"{while_full} of 200 taken before it was full, refused {dict(waiting.refused)}"
    return f"{answered}, heals in {healed:.1f} s, lost=0"


@row("A9", "while syncs fail nothing is answered as taken; afterwards all goes on, checked")
def sync_fails(stage: Stage) -> str:
    return _failing(stage, sync=errno.EIO)


@row("A10", "while writes fail (EIO, EROFS) nothing is answered as taken; afterwards all goes on")
def writes_fail(stage: Stage) -> str:
    first = _failing(stage, write=errno.EIO)
    return f"EIO: {first}; EROFS: {_failing(stage, name='readonly', write=errno.EROFS)}"


def _failing(stage: Stage, name: str = "floor", **how: int) -> str:
    floor = stage.floor(name)
    shim = stage.shim(floor, f"{name}-control")
    engine = floor.serve()
    address = floor.address()
    before = Flood(lambda: address).run(range(1, 51), clients=10)
    shim.set(**how)
    time.sleep(0.3)
    floor.drop("leads.csv", csv_of(people(20, 5001)))
    body = hook(2001)
    statuses = {post(address, hook(n), signed(hook(n), f"msg_{n}")) for n in range(2001, 2021)}
    assert all(status == 503 for status in statuses), statuses
    shim.set()
    began = time.monotonic()
    assert until(lambda: post(address, body, signed(body, "msg_2001")) in (200, 202), 15)
    healed = time.monotonic() - began
    all_taken(floor, [*before.acked, 2001, *range(5001, 5021)])
    assert engine.poll() is None
    assert os.path.exists(floor.root / "leads.db")
    assert doubled(floor) == 0
    sound(floor)
    return f"acked while failing=0 of 20, heals in {healed:.1f} s, lost=0"
