"""Scores against annotations by hand."""
