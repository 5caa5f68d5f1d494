"""Contact, tone and substance of a dyad, and the answer they support."""
