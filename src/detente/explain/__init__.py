"""What moved the answer and what would change it."""
