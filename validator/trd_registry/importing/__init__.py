"""Builds a cohort folder (schema/COHORT.md) from other sources.

An importer reads its source and hands every row of it to a `Target` (target.py):

    with Target(folder, IMPORTER, registry, declared, form="parquet") as target:
        row = target.row("drug_exposure", 17, person="P-1")     # every row in, once
        target.add(row, "dispensings", {"treatment": "sertraline", "date": "2019-03-01", "days": 30})
        # or: target.set_aside(row, "other-drug", what="A02BC01")       it is not the subject
        # or: target.reject(row, "TRD401", "...", column="date", lists=["dispensings"])
        target.finish()                                         # else nothing is written

One row may become several rows of the cohort. It counts as used where one of them is used (in part where
another was rejected), else as rejected where anything of it was, else as set aside. Nothing may be left over.
"""
