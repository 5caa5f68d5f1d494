"""What a text says: events, statements, figures, forecasts, causes, as located records."""
