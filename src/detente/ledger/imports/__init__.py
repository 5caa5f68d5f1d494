"""Bulk event files into the ledger: one module for each format, all of it SQL."""
