"""A mapping tried on top of another: what is below shines through and never notices."""

from hypothesis import given
from hypothesis import strategies as st

from engine.history.layer import Layer

keys = st.sampled_from("abcde")
steps = st.lists(st.tuples(keys, st.none() | st.integers(1, 9)), max_size=20)


def do(layer: Layer[str, int], book: dict[str, int], done: list[tuple[str, int | None]]) -> None:
    """Set and drop in both."""
    for key, value in done:
        if value is None:
            layer.drop(key)
            book.pop(key, None)
        else:
            layer[key] = value
            book[key] = value


@given(steps, steps, steps)
def test_layers_read_as_one_mapping(first: list, second: list, third: list) -> None:
    """Three layers read as a dict does, leave those below alone, and are one after being absorbed."""
    book: dict[str, int] = {}
    low: Layer[str, int] = Layer()
    do(low, book, first)
    low_book = dict(book)
    middle = Layer(low)
    do(middle, book, second)
    middle_book = dict(book)
    top = Layer(middle)
    do(top, book, third)
    for layer, expected in ((low, low_book), (middle, middle_book), (top, book)):
        assert dict(layer.items()) == expected
        assert {key: layer.get(key) for key in "abcde"} == {key: expected.get(key) for key in "abcde"}
        assert [key in layer for key in "abcde"] == [key in expected for key in "abcde"]
    middle.absorb(top)
    low.absorb(middle)
    assert dict(low.items()) == book


def test_what_a_layer_set_itself_is_known() -> None:
    """Only own values are told, not what shines through nor what was taken away."""
    low: Layer[str, int] = Layer()
    low["a"] = 1
    low["b"] = 1
    top = Layer(low)
    top["b"] = 2
    top.drop("a")
    assert top.touched() == {"b": 2}
