"""When a relationship turned: detectors, one a file, and what becomes of their scores."""
