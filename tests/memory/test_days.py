from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kzlearn.memory.days import DAY_MS, Moment, clock_from, day_starts, from_iso, iso, moment_of, study_day

ZONES = ["Asia/Almaty", "America/New_York", "Pacific/Apia", "UTC"]
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # for a busy machine
moments = st.builds(Moment, st.integers(0, 2**42), st.integers(-14 * 60, 14 * 60))
rollovers = st.integers(0, 23)


def local(text: str, zone: str, *, later: bool = False) -> Moment:
    """The moment of a wall clock's time; the later one of two where a clock is set back."""
    return moment_of(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=later), ZoneInfo(zone))


@patient
@given(moments, rollovers)
def test_a_study_day_is_a_day_long_and_holds_its_moments(moment, rollover):
    day = study_day(moment, rollover)
    begins = day_starts(day, moment.zone, rollover)
    assert begins <= moment.at < begins + DAY_MS
    assert study_day(Moment(begins, moment.zone), rollover) == day
    assert study_day(Moment(begins - 1, moment.zone), rollover) == day - 1


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("rollover", [0, 4, 23])
@pytest.mark.parametrize("month", [1, 7])
def test_a_day_begins_at_the_rollover_hour_of_the_wall_clock(zone, rollover, month):
    today = from_iso(f"2026-{month:02}-15")
    begins = f"2026-{month:02}-15T{rollover:02}:00:00.000"
    assert study_day(local(begins, zone), rollover) == today
    before = datetime.fromisoformat(begins) - timedelta(milliseconds=1)
    assert study_day(local(before.isoformat(), zone), rollover) == today - 1


@pytest.mark.parametrize(
    ("zone", "changed"),
    [
        ("America/New_York", "2026-03-08"),  # 2:00 becomes 3:00
        ("America/New_York", "2026-11-01"),  # 2:00 becomes 1:00
        ("Asia/Almaty", "2024-03-01"),  # the zone moved west by an hour, at midnight
    ],
)
def test_days_begin_by_the_wall_clock_when_clocks_change(zone, changed):
    for shift in (-1, 0, 1):
        day = from_iso(changed) + shift
        assert study_day(local(f"{iso(day)}T03:59:59", zone), 4) == day - 1
        assert study_day(local(f"{iso(day)}T04:00:00", zone), 4) == day
        assert study_day(local(f"{iso(day)}T23:59:59", zone), 4) == day


def test_an_hour_that_comes_twice_is_one_study_day():
    twice = [local("2026-11-01T01:30", "America/New_York", later=later) for later in (False, True)]
    assert twice[1].at - twice[0].at == 3_600_000
    assert [study_day(moment, 1) for moment in twice] == [from_iso("2026-11-01")] * 2


def test_a_date_that_never_was_still_counts_as_a_day():
    # Samoa went from 29 December 2011 to the 31st, across the date line
    before, after = local("2011-12-29T23:59:59", "Pacific/Apia"), local("2011-12-31T00:00:00", "Pacific/Apia")
    assert after.at - before.at == 1_000
    assert study_day(after, 0) - study_day(before, 0) == 2
    assert study_day(after, 4) - study_day(before, 4) == 1


def test_a_moment_carries_the_offset_of_its_date():
    assert [local(f"2026-{month}-01T12:00", "America/New_York").zone for month in ("01", "07")] == [-300, -240]
    assert local("1970-01-01T05:00", "Asia/Almaty") == Moment(-3_600_000, 360)


def test_without_a_zone_the_machine_s_own_is_taken():
    instant = datetime(2026, 7, 1, 12, tzinfo=UTC)
    assert moment_of(instant, None).zone == instant.astimezone().utcoffset() // timedelta(minutes=1)


@patient
@given(st.integers(0, 2**52), st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_the_instant_whatever_the_zone(microseconds, minutes):
    zone = timezone(timedelta(minutes=minutes))
    instant = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=microseconds)
    assert moment_of(instant.astimezone(zone), None).at == microseconds // 1_000
    assert moment_of(instant, zone) == Moment(microseconds // 1_000, minutes)


def test_a_clock_runs_on_from_where_it_started_and_across_a_change_of_clocks():
    ticks = iter([100.0, 100.0, 103.5])
    clock = clock_from(datetime(2026, 3, 8, 6, 59, 58, tzinfo=UTC), lambda: next(ticks), ZoneInfo("America/New_York"))
    first, second = clock(), clock()
    assert second.at - first.at == 3_500
    assert (first.zone, second.zone) == (-300, -240)


@patient
@given(st.dates())
def test_dates_come_back_as_they_were_written(day: date):
    assert iso(from_iso(day.isoformat())) == day.isoformat()


def test_days_are_counted_from_1970():
    assert [from_iso(text) for text in ("1970-01-01", "1970-01-02", "2026-11-23")] == [0, 1, 20_780]
    assert iso(20_780) == "2026-11-23"


@pytest.mark.parametrize("text", ["", "2026-13-01", "2026-02-30", "tomorrow", "23.11.2026"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r".+"):
        from_iso(text)
