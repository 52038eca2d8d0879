"""Keeping an engine behind a board: one is started when nobody holds the lease, and stopped with the board."""

import os
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from types import TracebackType

from store.rows import StoreError
from tui.clock import wall_clock
from tui.floor_dir import FloorDir
from tui.serving.lease import is_alive
from tui.wiring import open_reports

LOOK_SECONDS = 1.0
"""How often the lease is looked at."""

STOP_SECONDS = 10.0
"""How long an engine may take to finish what it has in hand."""

WORDS_MAX = 64 * 1024


class Keeper:
    """Watches the lease from a thread of its own, so that a stalled screen does not stop the watching."""

    def __init__(self, floor: FloorDir) -> None:
        self._floor = floor
        self._child: subprocess.Popen[bytes] | None = None
        self._trouble = ""
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - a pipe that nobody reads would stop the engine
        self._leaving = threading.Event()
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def trouble(self) -> str:
        """Why no engine could be started, in its own words."""
        return self._trouble

    def __enter__(self) -> "Keeper":
        self._look()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._leaving.set()
        self._thread.join()
        if self._child is not None:
            self._stop(self._child)
        self._said.close()

    def _run(self) -> None:
        while not self._leaving.wait(LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        try:
            served = self._is_served()
            if served:
                self._trouble = ""
            if self._child is not None and self._child.poll() is None:
                return
            if self._child is not None:
                self._trouble = self._last_words()
                self._child = None
            if not served:
                self._child = self._start()
        except StoreError as trouble:
            self._trouble = str(trouble)
        except OSError as trouble:
            self._trouble = f"No engine could be started: {trouble.strerror}."

    def _is_served(self) -> bool:
        with closing(open_reports(self._floor)) as reports:
            return is_alive(reports.lease(), wall_clock())

    def _start(self) -> "subprocess.Popen[bytes]":
        """Start an engine that ends when our end of its standard input does, however we end.

        `-P` keeps Python from loading what lies in the current folder, which is the floor's and not ours.
        """
        self._said.seek(0)
        self._said.truncate()
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "tui.cli", "--floor", str(self._floor.root), "serve", "--tied"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=self._said,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def _last_words(self) -> str:
        self._said.seek(0)
        said = self._said.read(WORDS_MAX).decode("utf-8", "replace").split("\n")
        last = next((line for line in reversed(said) if line.strip()), "")
        return f"The engine stopped: {last}" if last else ""

    def _stop(self, child: "subprocess.Popen[bytes]") -> None:
        """End our child: let it finish, ask it to, make it."""
        if child.stdin:
            child.stdin.close()
        for ask in (child.terminate, child.kill):
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                ask()
        child.wait()
