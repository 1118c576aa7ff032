"""Builds a cohort folder from FHIR R4: bundles, bulk exports (NDJSON) and single resources.

    sources -> reading (one resource after another) -> store (versions, copies) -> one module a type of resource

What a resource says is decided here and nowhere else: which status counts, which date is the day of the entry,
which reference is whose. The page that tells users is schema/IMPORT-FHIR.md.
"""
