"""A disk on which every sync takes 2 ms longer: a library that is put before a program's own."""

import shutil
import subprocess
from pathlib import Path

from benchmarks.plan import Plan

SOURCE = Path(__file__).with_suffix(".c")


def slow_disk(plan: Plan) -> dict[str, str] | None:
    """The environment of a program on such a disk; None where there is no C compiler."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        return None
    library = plan.folder("slow-disk") / "slow_disk.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl"], check=True)
    return {"LD_PRELOAD": str(library)}
