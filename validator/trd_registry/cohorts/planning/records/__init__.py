"""How dated entries of records become trials inside the statement, by each definition's own figures."""
