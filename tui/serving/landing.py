"""Landing: a delivery is kept in the spool, answered, and handed on to be dealt.

Law: it is answered after the commit that keeps it, and handed on after it too.
"""

import asyncio
from concurrent.futures import Future
from typing import NamedTuple

from importers.hooks.webhook import Altered, Busy, Delivery
from store.rows import SpooledHook, StoreError
from tui.serving.desk import Sitting
from tui.serving.hook_taker import HookTaker
from tui.serving.turns import Turns


class Landed(NamedTuple):
    """What became of a delivery."""

    number: int | None = None
    """Its number in the spool; None when it was kept before."""
    is_altered: bool = False
    """Whether that was with another body."""


async def land(turns: Turns, hooks: HookTaker, delivery: Delivery) -> bool:
    """Keep a delivery safe; False when it was kept before. Raises Busy, or Altered."""
    try:
        landed = await asyncio.wrap_future(begin(turns, hooks, delivery))
    except StoreError as trouble:
        raise Busy(str(trouble)) from trouble
    if landed.is_altered:
        raise Altered
    return landed.number is not None


def begin(turns: Turns, hooks: HookTaker, delivery: Delivery) -> "Future[Landed]":
    """Have a delivery kept, and handed on once it is."""
    kept = turns.urgent(lambda sitting: _keep(sitting, delivery))
    kept.add_done_callback(lambda done: _hand_on(hooks, delivery, done))
    return kept


def _keep(sitting: Sitting, delivery: Delivery) -> Landed:
    if sitting.writing.is_altered(delivery.source, delivery.delivery_id, delivery.body):
        return Landed(is_altered=True)
    return Landed(
        sitting.writing.spool(
            delivery.source, delivery.media_type, delivery.body, delivery.received_at, delivery.delivery_id
        )
    )


def _hand_on(hooks: HookTaker, delivery: Delivery, done: "Future[Landed]") -> None:
    """In the desk's thread, so that deliveries come on in the order in which they were kept."""
    number = None if done.cancelled() or done.exception() else done.result().number
    if number is not None:
        hook = SpooledHook(
            id=number,
            source=delivery.source,
            media_type=delivery.media_type,
            body=delivery.body,
            received_at=delivery.received_at,
            delivery=delivery.delivery_id,
        )
        hooks.land(hook, delivery.found)
