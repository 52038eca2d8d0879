"""Every row of the matrix: importing this adds them all."""

from tests.faults import (  # noqa: F401
    rows_disk,
    rows_files,
    rows_hooks,
    rows_leaving,
    rows_lines,
    rows_many,
    rows_privacy,
    rows_process,
    rows_screen,
    rows_time,
)
