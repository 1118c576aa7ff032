"""Reads tables that people keep: delimited text, Parquet and Excel, whatever state they are in."""
