"""The report on a cohort: tables, figures and one page, from what `trd cohort evaluate` wrote."""
