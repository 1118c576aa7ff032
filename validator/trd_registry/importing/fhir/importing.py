"""The whole import: every resource of the sources is used, set aside or rejected."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from trd_registry.importing.declared import Declared
from trd_registry.importing.fhir.gathering import gather
from trd_registry.importing.fhir.options import Options
from trd_registry.importing.fhir.run import Run
from trd_registry.importing.fhir.sources import find_sources
from trd_registry.importing.fhir.telling import tell
from trd_registry.importing.importer import load_importer
from trd_registry.importing.source_report import Summary
from trd_registry.importing.target import Target
from trd_registry.loading.registry import Registry
from trd_registry.model.errors import RegistryError


def import_fhir(
    folder: Path,
    sources: Sequence[Path],
    options: Options,
    registry: Registry,
    *,
    title: str = "",
    source: str = "",
    synthetic: bool = False,
    form: Literal["parquet", "csv"] = "parquet",
    check: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Makes a cohort folder from FHIR R4 in JSON.

    Raises RegistryError or InvalidInput where it cannot be made; nothing is written then.
    """
    if options.record_to < options.record_from:
        raise RegistryError("The record ends before it begins.", "Exchange --from and --to.")
    if options.day < options.record_to:
        raise RegistryError("The record ends after the day on which it stands.", "Name --to no later than --as-of.")
    files, passed = find_sources(sources)
    declared = Declared(
        title=title or f"FHIR resources of {', '.join(path.name for path in sources)}"[:200],
        source=source or ", ".join(path.name for path in sources),
        as_of=options.day.isoformat(),
        record_from=options.record_from.isoformat(),
        record_to=options.record_to.isoformat(),
        covers=options.covers,
        # Two resources are two events, however alike they are.
        repeats=("dispensings", "diagnoses", "procedures"),
    )
    with (
        Target(
            folder, load_importer("fhir"), registry, declared, form=form, everybody=False, check=check, say=say
        ) as target,
        TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.absolute().parent) as work,
    ):
        gathered = gather(files, Path(work), target, say)
        try:
            run = Run(gathered, options, registry, target)
            run.read()
        finally:
            gathered.store.close()
        declared.synthetic = synthetic or gathered.marks.all
        target.assumed += [] if synthetic else gathered.marks.told()
        tell(run, options, gathered, target, passed)
        return target.finish()
