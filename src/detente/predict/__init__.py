"""What is likely next, and how often that was right."""
