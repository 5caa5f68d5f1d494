"""The linguistic base: tokens, syntax, names, quotations, date expressions."""
