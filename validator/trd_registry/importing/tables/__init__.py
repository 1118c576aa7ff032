"""Imports tables whose rows are those of a cohort already: the plain table of trials, the template, REDCap forms."""
