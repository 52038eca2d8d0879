"""Invented lead files of any size: the same seed gives the same rows."""

import csv
from pathlib import Path
from random import Random

from tui.demo.people import FIELDS, customer


def write_rows(path: Path, count: int, seed: int = 1) -> None:
    """Write a CSV file of so many leads."""
    dice = Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=("lead_id", *FIELDS))
        writer.writeheader()
        for number in range(count):
            writer.writerow({"lead_id": f"S{seed}-{number:08}", **customer(dice, number).form()})
