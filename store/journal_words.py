"""The journal in words: sentences for people, made of entries alone."""

from collections import Counter

Out = dict[str, tuple[str, ...]]


def why_waiting(out: Out) -> str:
    """Why nobody could take a lead, in a few words: `all away`, `2 at cap, 1 skill de`."""
    counts: Counter[str] = Counter()
    for reason, reps in out.items():
        counts[reason_word(reason)] += len(reps)
    if len(counts) == 1:
        (word,) = counts
        return word if word.startswith("skill ") else f"all {word}"
    return ", ".join(f"{count} {word}" for word, count in counts.most_common())


def reason_word(reason: str) -> str:
    """The short word of a filter's reason: `at_cap:open 5/5` is `at cap`, `skill:de` is `skill de`."""
    name, _, detail = reason.partition(":")
    word = name.replace("_", " ")
    return f"{word} {detail}" if name == "skill" and detail else word
