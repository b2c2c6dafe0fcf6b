"""How often intervals hold on figures whose truth is known: normal ones, drawn here."""

import numpy as np
import pytest

from wayfinding.flow.comparing.intervals import FIRST, WATCHED, differ, differ_each, is_enough


def normal(seed, spread_s=1.0, mean_s=0.0):
    """A runner: the figures of as many seeds as one asks for."""
    return np.random.default_rng(seed).normal(mean_s, spread_s, 400)


def holds(interval, truth):
    return interval[0] <= truth <= interval[1]


def test_the_interval_of_three_figures_is_the_one_of_the_textbook():
    """Mean 2, standard deviation 1: 4.303 / √3 to either side."""
    found = differ(np.array([1.0, 2.0, 3.0]), np.array([10, 20, 30]))
    assert (found.mean_s, found.people) == (2.0, 20.0)
    assert found.ci95_s == pytest.approx((2 - 4.30265 / 3**0.5, 2 + 4.30265 / 3**0.5), abs=1e-4)
    assert not found.is_sure


def test_a_seed_without_people_says_nothing():
    figures = np.array([1.0, np.nan, 2.0])
    assert differ(figures, np.array([3, 0, 3])).mean_s == 1.5
    assert differ(np.array([np.nan, 4.0]), np.array([0, 1])).ci95_s is None


def stop(runs, within_s):
    """How many of the figures it takes, as seeds are added one by one."""
    return next(count for count in range(1, len(runs) + 1) if is_enough(runs[:count], within_s))


@pytest.mark.parametrize("spread_s", [0.02, 0.1, 0.2, 0.5, 1.0])
def test_an_interval_that_was_asked_for_is_narrow_enough_and_holds_in_95_of_100_cases(spread_s):
    """Worst where about twenty seeds are needed; three standard errors of the count are allowed for."""
    tries, taken, held = 1500, [], 0
    for seed in range(tries):
        runs = normal(seed, spread_s, 1.0)
        taken.append(stop(runs, 0.25))
        low, high = differ(runs[: taken[-1]], np.ones(taken[-1]), WATCHED).ci95_s
        assert high - low <= 0.5
        held += low <= 1.0 <= high
    assert min(taken) >= FIRST
    assert 0.95 - 3 * (0.05 * 0.95 / tries) ** 0.5 < held / tries < 0.99


def test_stopping_at_the_first_narrow_interval_of_its_own_would_hold_less_often():
    held, tries = 0, 1500
    for seed in range(tries):
        runs = normal(seed, 0.4)
        for count in range(FIRST, len(runs) + 1):
            low, high = differ(runs[:count], np.ones(count)).ci95_s
            if high - low <= 0.5:
                break
        held += holds((low, high), 0.0)
    assert held / tries < 0.94


def test_nothing_is_named_where_there_is_nothing_to_name():
    """Forty streams that do not change: one is named in at most 5 of 100 comparisons."""
    named = [
        any(item.is_sure for item in differ_each(normal(k).reshape(10, 40), np.ones((10, 40)))) for k in range(500)
    ]
    assert np.mean(named) <= 0.05 + 3 * (0.05 * 0.95 / 500) ** 0.5


def test_of_what_is_named_at_most_five_in_a_hundred_are_there_by_chance_and_the_intervals_hold():
    """Ten of forty streams gain 1.5 s, each known to about half a second."""
    truth = np.repeat([-1.5, 0.0], [10, 30])
    wrong, missed, found = [], [], 0
    for seed in range(400):
        items = differ_each(normal(seed).reshape(10, 40) + truth, np.ones((10, 40)))
        named = [k for k, item in enumerate(items) if item.is_sure]
        found += sum(k < 10 for k in named)
        wrong.append(sum(k >= 10 for k in named) / max(1, len(named)))
        missed.append(sum(not holds(items[k].ci95_s, truth[k]) for k in named) / max(1, len(named)))
    assert found > 0.5 * 400 * 10
    assert np.mean(wrong) <= 0.05
    assert np.mean(missed) <= 0.055


def test_who_is_named_has_an_interval_without_nought_and_nobody_else():
    items = differ_each(normal(3).reshape(10, 40) + np.linspace(-3, 3, 40), np.ones((10, 40)))
    assert 0 < sum(item.is_sure for item in items) < 40
    alone = differ(normal(3).reshape(10, 40)[:, 0] - 3.0, np.ones(10))
    assert items[0].ci95_s[0] < alone.ci95_s[0] < alone.ci95_s[1] < items[0].ci95_s[1]


def test_the_same_change_in_every_seed_is_sure_and_no_change_is_not():
    same, none = differ_each(np.array([[1.0, 0.0], [1.0, 0.0]]), np.ones((2, 2)))
    assert (same.is_sure, none.is_sure) == (True, False)


def test_no_streams_at_all_are_no_error():
    assert differ_each(np.zeros((3, 0)), np.zeros((3, 0))) == []
