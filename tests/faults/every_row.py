"""Every row of the matrix: importing this adds them all."""

from tests.faults import rows_disk, rows_files, rows_hooks, rows_lines, rows_many, rows_process  # noqa: F401
