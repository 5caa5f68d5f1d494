"""Who, when and where is meant: actors, roles, dates within one article."""
