"""One module for each kind of page: what it shows, as plain data for its template."""
