"""What simulated devices measure: believable by their profile, the same again for the same seed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dashboards.terminal.simulate.nature import Circumstances, business, measure, nature_of
from device_profiles.profile_files import Title
from device_profiles.profiles import DeviceKind, Metric, load_kinds

KINDS = load_kinds()
MONDAY_MIDNIGHT_S = 1_793_548_800
"""In Peking."""
NAMES = st.text("abcdefgh0123456789", min_size=1, max_size=12)
CIRCUMSTANCES = st.builds(
    Circumstances,
    at_s=st.floats(0, 4e9),
    up_s=st.floats(0, 1e8),
    hotter_c=st.floats(0, 500),
    link_drops=st.integers(0, 10**9),
    waiting=st.integers(0, 10_000),
    oldest_s=st.floats(0, 1e9),
)


@given(st.sampled_from(sorted(KINDS)), NAMES, NAMES, st.integers(), CIRCUMSTANCES)
def test_every_reading_lies_within_its_profile(
    kind: str, branch: str, device: str, seed: int, now: Circumstances
) -> None:
    metrics = measure(KINDS[kind], nature_of(branch, device, seed), now)
    declared = KINDS[kind].metrics
    assert set(metrics) == set(declared) - ({"camera_fps"} if kind == "counter" else set())
    assert [name for name, value in metrics.items() if not declared[name].admits(value)] == []
    assert measure(KINDS[kind], nature_of(branch, device, seed), now) == metrics


@given(
    st.tuples(st.floats(-1e12, 1e12), st.floats(-1e12, 1e12)).filter(lambda pair: pair[1] - pair[0] > 1e-2),
    CIRCUMSTANCES,
)
def test_a_metric_that_a_bank_added_lies_within_its_range(
    bounds: tuple[float, float], now: Circumstances
) -> None:
    added = Metric(title=Title(zh="湿度", en="Humidity"), unit="%", range=bounds)
    kind: DeviceKind = KINDS["kiosk"].model_copy(update={"metrics": {"humidity": added}})
    nature = nature_of("branch-001", "kiosk-1", 1)
    lowest, highest = bounds
    assert lowest - 1e-3 <= measure(kind, nature, now)["humidity"] <= highest + 1e-3


def test_a_day_has_its_rush_and_its_night() -> None:
    by_hour = [business(MONDAY_MIDNIGHT_S + hour * 3_600) for hour in range(24)]
    assert max(by_hour) == by_hour[10]
    assert by_hour[15] > 0.8
    assert by_hour[12] < 0.5
    assert max(by_hour[:6] + by_hour[21:]) < 0.01


def test_a_working_processor_is_busier_and_warmer_than_a_resting_one() -> None:
    nature = nature_of("branch-001", "kiosk-1", 7)
    noon, night = (
        measure(KINDS["kiosk"], nature, Circumstances(at_s=MONDAY_MIDNIGHT_S + hour * 3_600))
        for hour in (10, 3)
    )
    assert noon["cpu_percent"] > night["cpu_percent"] + 10
    assert noon["temperature_c"] > night["temperature_c"]
    assert noon["link_round_trip_ms"] > night["link_round_trip_ms"]


def test_devices_of_a_branch_share_its_line_and_nothing_else() -> None:
    first, second, elsewhere = (
        nature_of(branch, device, 1) for branch, device in (("b1", "k1"), ("b1", "k2"), ("b2", "k1"))
    )
    assert first.line_ms == second.line_ms != elsewhere.line_ms
    assert first.phase != second.phase


def test_no_healthy_device_looks_ill() -> None:
    """An alarm that every fleet raises on any day would train people to overlook it."""
    for number in range(40):
        nature = nature_of("branch-001", f"kiosk-{number}", 3)
        for hour in range(0, 24, 2):
            now = Circumstances(at_s=MONDAY_MIDNIGHT_S + hour * 3_600, up_s=hour * 3_600)
            metrics = measure(KINDS["kiosk"], nature, now)
            assert metrics["temperature_c"] < 70
            assert metrics["cpu_percent"] < 80
            assert metrics["paper_left_percent"] > 5
            assert metrics["disk_free_mb"] > 2_000
