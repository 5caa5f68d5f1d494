"""The waist: records in Parquet, read by DuckDB."""
