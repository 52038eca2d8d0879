"""Why a rep got a lead, in short."""

from engine.value import Value


class Dealt(Value):
    """Why a rep got a lead: the short reason that is kept with the assignment. Lags are in nano-leads."""

    rule: str
    strategy: str
    lag_before: int = 0
    lag_after: int = 0
    runner_up: str | None = None
    runner_up_lag: int = 0
    out: dict[str, tuple[str, ...]] = {}
    """First failing reason (`away:lunch`, `at_cap:open 5/5`, `skill:de`) to the reps it kept out."""
    seed: int | None = None
    """What chance was made of, where the strategy asked it."""
    note: str = ""
    """What is to be known besides, in words."""
