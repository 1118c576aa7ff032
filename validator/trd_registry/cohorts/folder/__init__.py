"""A cohort as a folder of tables: each person becomes the plain data of a history, read by the one reader."""
