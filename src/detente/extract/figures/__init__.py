"""Numbers that are claimed: value, unit, what they measure and refer to."""
