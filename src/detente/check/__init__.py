"""Whether what is claimed holds."""
