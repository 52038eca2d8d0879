"""As many days by chance as are asked for: `make soak DAYS=2000 SEED=1`. A day that breaks a law names its seed."""

import argparse
import sys
import tempfile
import traceback
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "engine"), str(Path(__file__).parents[2])]

from random_day import RandomDay  # noqa: E402

from store.sqlite import SqliteLedger  # noqa: E402

ORDERS = 70
ON_DISK = 10
"""Every so many days one is kept in a real database."""
TOLD_EVERY = 100


def main() -> int:
    """Run the days one after another; exit code 1 when one of them broke a law."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--days", type=int, default=1000)
    words.add_argument("--seed", type=int, default=0, help="of the first day; the others follow")
    words.add_argument("--orders", type=int, default=ORDERS)
    asked = words.parse_args()
    failed = []
    for seed in range(asked.seed, asked.seed + asked.days):
        try:
            run(seed, asked.orders)
        except Exception:  # noqa: BLE001 - a broken law or a fault nobody thought of, both are what we look for
            failed.append(seed)
            traceback.print_exc()
        if (seed - asked.seed + 1) % TOLD_EVERY == 0:
            tell(f"{seed - asked.seed + 1} days, {len(failed)} broken")
    tell(f"{asked.days} days from seed {asked.seed}; broken: {', '.join(map(str, failed)) or 'none'}")
    return int(bool(failed))


def run(seed: int, orders: int) -> None:
    """One day."""
    if seed % ON_DISK:
        RandomDay(seed).run(orders)
        return
    with tempfile.TemporaryDirectory(prefix="floorboard-soak-") as folder:
        RandomDay(seed, opened=lambda: SqliteLedger(f"{folder}/leads.db")).run(orders)


def tell(words: str) -> None:
    """Say it at once, also into a pipe."""
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
