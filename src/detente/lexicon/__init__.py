"""Data: types, tracks, countries, offices, units; and how to load it."""
