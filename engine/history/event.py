"""What every event is made of."""

from engine.value import Value


class Event(Value, tag_field="kind"):
    """Something that happened."""
