"""Keeping an engine behind a board: one is started when nobody holds the lease, and stopped with the board."""

import os
import subprocess
import sys
import threading
from contextlib import closing
from types import TracebackType

from store.rows import StoreError
from tui.desk import wall_clock
from tui.floor_dir import FloorDir
from tui.lease import is_alive
from tui.wiring import open_reports

LOOK_SECONDS = 1.0
"""How often the lease is looked at."""

STOP_SECONDS = 10.0
"""How long an engine may take to finish what it has in hand."""


class Keeper:
    """Watches the lease from a thread of its own, so that a stalled screen does not stop the watching."""

    def __init__(self, floor: FloorDir) -> None:
        self._floor = floor
        self._child: subprocess.Popen[bytes] | None = None
        self._trouble = ""
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

    def _run(self) -> None:
        while not self._leaving.wait(LOOK_SECONDS):
            self._look()

    def _look(self) -> None:
        if self._child is not None and self._child.poll() is None:
            return
        if self._child is not None:
            self._trouble = self._last_words(self._child)
            self._child = None
        if not self._is_served():
            self._child = self._start()

    def _is_served(self) -> bool:
        try:
            with closing(open_reports(self._floor)) as reports:
                return is_alive(reports.lease(), wall_clock())
        except StoreError as trouble:
            self._trouble = str(trouble)
            return True

    def _start(self) -> "subprocess.Popen[bytes]":
        """Start an engine that ends when our end of its standard input does, however we end."""
        return subprocess.Popen(
            [sys.executable, "-m", "tui.cli", "--floor", str(self._floor.root), "serve", "--tied"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def _last_words(self, child: "subprocess.Popen[bytes]") -> str:
        said = child.stderr.read().decode("utf-8", "replace").strip() if child.stderr else ""
        return f"The engine stopped: {said.splitlines()[-1]}" if said else ""

    def _stop(self, child: "subprocess.Popen[bytes]") -> None:
        if child.stdin:
            child.stdin.close()
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.terminate()
