"""Searches the shortest history on which two definitions differ, or proves that within a bound there is none."""
