"""Imports a database in the OMOP common data model (5.2 to 5.4): set by set, in DuckDB, without a row in Python."""
