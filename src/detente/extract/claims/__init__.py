"""What is expected to come, and what is said to drive what."""
