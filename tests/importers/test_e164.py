"""The quick way to E.164 says what the library says, or nothing."""

import phonenumbers
from hypothesis import given, settings
from hypothesis import strategies as st

from importers.cells import e164

REGIONS = ("US", "CA", "DE", "GB", "")


def agrees(text: str, region: str) -> bool:
    quick = e164._plain(text, region) if e164.DIALLED.fullmatch(text) else ""
    return quick in ("", e164._by_library(text, region))


def test_every_country_is_read_as_the_library_reads_it() -> None:
    """A fixed, a mobile and a free number of every country, in its own spelling and as it is dialled from abroad."""
    examples = [
        (region, phonenumbers.example_number_for_type(region, kind))
        for region in phonenumbers.SUPPORTED_REGIONS
        for kind in (0, 1, 3)
    ]
    spelled = [
        (phonenumbers.format_number(number, layout), where)
        for region, number in examples
        if number
        for layout in (0, 1, 2)
        for where in (region, "US")
    ]
    assert [one for one in spelled if not agrees(*one)] == []
    assert sum(bool(e164._plain(text, where)) for text, where in spelled) > len(spelled) // 3


@settings(max_examples=150, deadline=None)
@given(
    text=st.from_regex(r"\A(\+|\+1|\+49|\+54|1|)[0-9][0-9 .()-]{3,15}\Z").filter(str.isascii),
    region=st.sampled_from(REGIONS),
)
def test_any_digits_are_read_as_the_library_reads_them(text: str, region: str) -> None:
    """Where the quick way answers, the answer is the library's."""
    assert agrees(text, region)
