"""``trd from-issue``: a record of a filled-in issue form."""

from pathlib import Path

import click

from trd_registry.model.errors import RegistryError


@click.command(name="from-issue")
@click.argument("body", type=click.Path(path_type=Path))
@click.option("--number", type=click.IntRange(min=1), required=True, help="The number of the issue.")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="Where definitions/ stands.")
def command(body: Path, number: int, output: Path) -> None:
    """Write a record from BODY, the text of an issue made with the form for definitions.

    It holds the bibliography, what the form states with its place and evidence, and what is still
    wanted. It is written only if trd check finds no error in it, and never over another file.
    """
    from tempfile import TemporaryDirectory

    from trd_registry.checking.check import check
    from trd_registry.loading.registry import Registry
    from trd_registry.model.finding import Finding, InvalidInput
    from trd_registry.reviewing.issue_form import FORM, MAX_BODY, read_form
    from trd_registry.reviewing.issue_record import as_yaml, record_of

    with body.open("rb") as file:
        data = file.read(4 * MAX_BODY + 1)
    try:
        form = read_form(data.decode("utf-8"), str(body))
    except UnicodeDecodeError:
        finding = Finding(str(body), 1, 1, FORM, "The file is not UTF-8.", "Save the body of the issue as it is.")
        raise InvalidInput([finding]) from None
    ids = {one.partition("@")[0] for one in Registry().references()}
    record = record_of(form, ids)
    text = as_yaml(record, number)
    place = Path("definitions", record["family"], record["id"], "0.1.0", "definition.yaml")
    with TemporaryDirectory(prefix="trd-issue-") as made:
        draft = Path(made) / place
        draft.parent.mkdir(parents=True)
        draft.write_text(text, encoding="utf-8", newline="\n")
        errors = [one for one in check([draft]).findings if one.level == "error"]
    if errors:
        raise InvalidInput(errors)
    target = output / place
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("x", encoding="utf-8", newline="\n") as written:
            written.write(text)
    except FileExistsError:
        raise RegistryError(f"{target} is there already.", "Nothing was written.") from None
    click.echo(place.as_posix())
