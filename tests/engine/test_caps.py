"""Caps and rests: units, backlog, windows of the calendar, wrap-up and the pause after a no."""

from datetime import UTC, datetime, timedelta

from day import MONDAY, Day, confirming, policy
from laws import JudgedDay, replayed

from engine.floor import Floor
from engine.policy import Policy, SourceCap


def capped(**caps: object) -> Policy:
    """A floor of one rep with caps."""
    house = policy("ann")
    return house.but(reps=(house.reps[0].but(**caps),))


def test_a_heavy_lead_fills_more_of_the_capacity() -> None:
    """Leads of two units fill a capacity of five with two of them."""
    house = capped(capacity=5)
    day = Day(house.but(rules=(house.rules[0].but(units=2),)))
    leads = day.arrive(3)
    assert [lead.rep_id for lead in leads] == ["ann", "ann", None]
    assert leads[2].out == {"at_cap:open 4/5": ("ann",)}
    day.close("L-1")
    assert day.owner("L-3") == "ann"


def test_who_has_not_begun_enough_gets_no_more() -> None:
    """The backlog counts leads whose customer was not reached; reaching one makes room."""
    day = Day(capped(max_backlog=2))
    leads = day.arrive(3)
    assert leads[2].out == {"at_cap:backlog 2/2": ("ann",)}
    day.contact("L-1")
    assert day.owner("L-3") == "ann"


def test_an_hour_is_an_hour_of_the_clock() -> None:
    """A cap by the hour counts from nought at the full hour, by itself."""
    day = Day(capped(per_hour=2), now=MONDAY + timedelta(minutes=40))
    leads = day.arrive(3)
    assert leads[2].out == {"at_cap:hour 2/2": ("ann",)}
    day.later(minutes=19, seconds=59)
    assert day.owner("L-3") is None
    assert day.next_due == MONDAY + timedelta(hours=1)
    day.later(seconds=1)
    assert day.owner("L-3") == "ann"


def test_days_are_those_of_the_reps_own_zone() -> None:
    """A day in Tokyo ends at three in the afternoon in UTC."""
    day = Day(capped(per_day=1, timezone="Asia/Tokyo"))
    day.arrive(2)
    day.later(hours=5, minutes=59)
    assert day.owner("L-2") is None
    day.later(minutes=1)
    assert day.owner("L-2") == "ann"


def test_weeks_begin_on_monday() -> None:
    """A cap by the week holds until Monday's first instant."""
    day = Day(capped(per_week=1, per_day=5))
    day.arrive(2)
    for _ in range(6):
        day.later(days=1)
    assert day.owner("L-2") is None
    day.now = datetime(2026, 9, 14, tzinfo=UTC)
    day.later()
    assert day.owner("L-2") == "ann"


def test_fourteen_in_a_month_still_receives_leads() -> None:
    """A cap is a whole number on a real window, never a rounded share of it (vector 19)."""
    day = Day(capped(per_month=14))
    assert [lead.rep_id for lead in day.arrive(15)] == ["ann"] * 14 + [None]
    assert day.floor.leads["L-15"].out == {"at_cap:month 14/14": ("ann",)}
    day.now = datetime(2026, 10, 1, tzinfo=UTC)
    day.later()
    assert day.owner("L-15") == "ann"


def test_thirty_days_move_on_day_by_day() -> None:
    """What was dealt thirty days ago makes room for as much, and no more."""
    day = Day(capped(per_30_days=3))
    day.arrive(1)
    day.later(days=10)
    assert [lead.rep_id for lead in day.arrive(4)] == ["ann", "ann", None, None]
    day.later(days=20)
    assert [day.owner(one) for one in ("L-4", "L-5")] == ["ann", None]
    day.later(days=10)
    assert day.owner("L-5") == "ann"


def test_days_of_an_engine_that_slept_count_all() -> None:
    """Whether an engine ran at each midnight or at none, the same days are behind."""
    awake, asleep = (Day(capped(per_30_days=2, per_hour=9)) for _ in range(2))
    for day in (awake, asleep):
        day.arrive(3)
    for _ in range(29):
        awake.later(days=1)
    asleep.later(days=29)
    assert awake.floor.reps["ann"].days == asleep.floor.reps["ann"].days == (2, *(0,) * 29)
    assert {day.owner("L-3") for day in (awake, asleep)} == {None}
    for day in (awake, asleep):
        day.later(days=1)
    assert {day.owner("L-3") for day in (awake, asleep)} == {"ann"}


def test_thirty_days_count_from_when_they_are_capped() -> None:
    """A rolling cap beside one that is there counts from its own beginning, and is forgotten when it goes."""
    day = Day(capped(per_day=9))
    day.arrive(2)
    both = capped(per_day=9, per_30_days=2)
    day.obey(both)
    assert [lead.rep_id for lead in day.arrive(3)] == ["ann", "ann", None]
    day.obey(capped(per_day=9))
    assert (day.owner("L-5"), day.floor.reps["ann"].days) == ("ann", ())
    day.obey(both)
    assert day.floor.reps["ann"].days == (0,)


def by_source(*rest: str, **caps: object) -> Policy:
    """A floor on which ann takes only so many leads of the fair, and the others any."""
    house = policy("ann", *rest)
    fair = SourceCap(source="Fair ", **caps)
    return house.but(reps=(house.reps[0].but(per_source=(fair,)), *house.reps[1:]))


def test_a_source_is_capped_by_itself() -> None:
    """Two of the fair in an hour and any number of others; whoever waits for the fair holds nobody up."""
    day = JudgedDay(by_source(per_hour=2), now=MONDAY + timedelta(minutes=40))
    fair = day.arrive(3, source="fair")
    assert [lead.rep_id for lead in fair] == ["ann", "ann", None]
    assert fair[2].out == {"at_cap:hour fair 2/2": ("ann",)}
    assert [lead.rep_id for lead in day.arrive(3)] == ["ann"] * 3
    day.later(minutes=19)
    assert day.owner("L-3") is None
    day.later(minutes=1)
    assert day.owner("L-3") == "ann"


def test_a_full_source_goes_to_the_others() -> None:
    """Whoever has had theirs is passed over for that source alone, and is owed nothing for it."""
    day = JudgedDay(by_source("bo", per_day=1))
    day.arrive(4, source="FAIR")
    assert day.received() == {"ann": 1, "bo": 3}
    assert abs(day.lag("ann")) < 1


def test_what_waits_is_asked_anew_where_a_source_is_capped_or_no_longer() -> None:
    """New house rules part what waits by its source, and join it again; counting begins with them each time."""
    day = JudgedDay(policy("ann"))
    day.away("ann")
    for source in ("fair", "web", "fair", "web"):
        day.arrive(source=source)
    day.obey(by_source(per_day=1))
    day.back("ann")
    owners = {one: lead.rep_id for one, lead in day.floor.leads.items()}
    assert owners == {"L-1": "ann", "L-2": "ann", "L-3": None, "L-4": "ann"}
    day.obey(policy("ann"))
    assert (day.owner("L-3"), day.floor.reps["ann"].taken) == ("ann", {})
    day.obey(by_source(per_day=1))
    assert [lead.rep_id for lead in day.arrive(2, source="fair")] == ["ann", None]
    assert replayed(day.entries) == Floor(day.floor.snapshot()).snapshot()


def test_a_full_rep_burns_no_turn() -> None:
    """While the cap holds, nothing is owed to who is full."""
    house = policy("ann", "bo")
    day = Day(house.but(reps=(house.reps[0].but(per_day=1), house.reps[1])))
    day.arrive(6)
    assert day.received() == {"ann": 1, "bo": 5}
    assert abs(day.lag("ann")) < 1


def test_after_a_contact_the_rep_wraps_up() -> None:
    """For a minute after a contact nothing is dealt to them, then what waits is."""
    day = Day(policy("ann").but(wrap_up=timedelta(seconds=60)))
    day.arrive()
    day.contact("L-1")
    (lead,) = day.arrive()
    assert lead.out == {"not_ready:wrap_up": ("ann",)}
    day.later(seconds=60)
    assert day.owner("L-2") == "ann"


def test_a_pool_may_have_its_own_wrap_up() -> None:
    """The pool's rest stands before the floor's, and none is a rest too."""
    house = policy("ann").but(wrap_up=timedelta(seconds=60))
    day = Day(house.but(pools=(house.pools[0].but(wrap_up=timedelta(0)),)))
    day.arrive()
    day.close("L-1")
    assert day.arrive()[0].rep_id == "ann"


def test_who_says_no_rests_from_offers() -> None:
    """After a no another lead goes to others for a while."""
    day = Day(confirming("ann", "bo", decline_rest=timedelta(seconds=40)))
    day.arrive()
    day.decline("L-1")
    day.accept("L-1")
    (lead,) = day.arrive()
    assert day.offered_to(lead.id) == "bo"
    day.arrive()
    assert day.floor.leads["L-3"].out == {"not_ready:declined": ("ann",), "offer_pending": ("bo",)}
    day.later(seconds=40)
    assert day.offered_to("L-3") == "ann"


def test_new_caps_count_from_when_they_are_in_force() -> None:
    """What was dealt before a cap was written does not count."""
    day = Day(policy("ann"))
    day.arrive(5)
    day.obey(capped(per_day=2))
    assert [lead.rep_id for lead in day.arrive(3)] == ["ann", "ann", None]
    day.obey(policy("ann"))
    assert day.owner("L-8") == "ann"
