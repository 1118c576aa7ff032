"""A cohort under many ways to read a definition: how many have TRD under each."""
