"""Who said what: direct and indirect speech, and its stance."""
