"""Counts over what `trd cohort evaluate` wrote: persons by what each definition says of them."""
