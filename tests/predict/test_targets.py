"""The three classes lie against the trailing year; a conflict month is one past the limit."""

import numpy as np

from detente.predict.targets import find_band, make_targets
from made_panels import draw_noise, make_panel


def test_the_band_is_the_trailing_year() -> None:
    year = np.arange(1.0, 13.0)
    band = find_band(make_panel(np.concatenate([[1e6], year])[None, :]))
    assert band.known[0]
    assert band.low[0] == year.mean() - 0.75 * year.std(ddof=1)
    assert band.place(np.array([band.high[0] + 1])).tolist() == [2]
    assert band.place(np.array([np.nan])).tolist() == [-1]


def test_what_follows_is_told_from_what_was() -> None:
    net = np.concatenate([np.tile([10.0, 20.0], 8), [-500.0, 15.0, 900.0]])[None, :]
    targets = make_targets(make_panel(net))
    assert targets.change[0, 15:].tolist() == [0, 1, 2, -1]
    assert targets.state[0, 16:].tolist() == [0, 1, 2]
    assert targets.conflict[0, 15:].tolist() == [1, 0, 0, -1]


def test_a_quarter_is_the_mean_of_three_months() -> None:
    net = np.concatenate([np.tile([10.0, 20.0], 8), [-500.0, 15.0, 15.0]])[None, :]
    targets = make_targets(make_panel(net), horizon=3)
    assert (targets.change[0, 15], targets.conflict[0, 15], targets.change[0, 16]) == (0, 1, -1)


def test_a_thin_or_constant_dyad_has_no_band() -> None:
    assert not find_band(make_panel(np.ones((1, 12)))).known[0]
    assert not find_band(make_panel(draw_noise(1, 9))).known[0]
