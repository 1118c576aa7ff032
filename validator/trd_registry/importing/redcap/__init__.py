"""A REDCap project for histories of treatment: its data dictionary, and its flat export."""
