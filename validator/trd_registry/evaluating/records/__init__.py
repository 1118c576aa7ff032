"""Turns dated entries of a record into trials, by each definition's own figures."""
