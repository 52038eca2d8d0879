"""How long the thread that waits for keys waits."""

import os
from selectors import EVENT_READ

from tests.tui.test_key_gate import Watch
from tui.key_waiting import QUIET_WAIT_SECONDS, TYPED_SECONDS, PatientSelector


def test_while_nobody_types_it_waits_longer() -> None:
    """As long as it is told to after a key, and longer once nothing of that key can be pending."""
    watch = Watch()
    there, here = os.pipe()
    with PatientSelector(watch) as selector:
        selector.register(there, EVENT_READ)
        assert selector.wait(0.1) == 0.1
        watch.now += TYPED_SECONDS + 1
        assert selector.wait(0.1) == QUIET_WAIT_SECONDS
        assert selector.wait(0) == 0
        os.write(here, b"j")
        assert [key.fd for key, _ in selector.select(0.1)] == [there]
        assert selector.wait(0.1) == 0.1
    os.close(there)
    os.close(here)


def test_at_the_end_it_does_not_wait_for_what_cannot_come() -> None:
    """Where no terminal is looked at any more, the wait is as short as it is told."""
    watch = Watch()
    with PatientSelector(watch) as selector:
        watch.now += TYPED_SECONDS + 1
        assert selector.wait(0.1) == 0.1
