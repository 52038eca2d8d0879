"""The floor that a folder begins with."""

from pathlib import Path

FILE_NAME = "floor.toml"


def example() -> str:
    """Return the commented example."""
    return Path(__file__).with_name("example_floor.toml").read_text(encoding="utf-8")


def write_example(folder: Path) -> Path:
    """Write the example into a folder that has no `floor.toml`; one that is there is left as it is."""
    path = folder / FILE_NAME
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(example())
    except FileExistsError:
        pass
    return path
