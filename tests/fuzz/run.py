"""A coverage-guided search for bytes that break a law: `python tests/fuzz/run.py KIND SECONDS [FOLDER]`.

It needs atheris, which instruments the readers' own code; new findings are left in the folder as files.
"""

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["importers", "email", "json", "quopri"]):
    from tests.fuzz import laws
    from tests.fuzz.fragments import FRAGMENTS, STARTS

CORPUS = Path(__file__).parent / "corpus"
BYTES_MAX = 8_192
SLOWER = 6
"""How much slower instrumented code may be than the code itself."""
AMPLIFIED_EVERY = 1_024
"""One input in so many is also tried as 64 KiB of itself: what grows with the square shows only there."""


def main(kind: str, seconds: int, found_in: Path) -> None:
    """Search for so long, from the kept corpus on."""
    folder = Path(tempfile.mkdtemp(prefix="floorboard-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
    found_in.mkdir(parents=True, exist_ok=True)
    tried = 0

    def try_one(body: bytes) -> None:
        nonlocal tried
        tried += 1
        laws.obey(kind, STARTS[kind] + body, folder, SLOWER * laws.SECONDS_PER_SLICE)
        if body and tried % AMPLIFIED_EVERY == 0:
            long = body * (laws.SLICE_BYTES // len(body))
            laws.obey(kind, STARTS[kind] + long, folder, SLOWER * laws.SECONDS_PER_SLICE)

    words = folder / "words.dict"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in FRAGMENTS[kind]), "utf-8")
    fresh = found_in / f"{kind}-new"
    fresh.mkdir(exist_ok=True)
    limits = [f"-max_total_time={seconds}", f"-max_len={BYTES_MAX}", "-timeout=60", "-rss_limit_mb=1500"]
    options = [*limits, f"-dict={words}", f"-artifact_prefix={found_in}/{kind}-", "-print_final_stats=1"]
    atheris.Setup([sys.argv[0], *options, str(fresh), str(CORPUS / kind)], try_one)
    atheris.Fuzz()


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3] if len(sys.argv) > 3 else "fuzz-findings"))
