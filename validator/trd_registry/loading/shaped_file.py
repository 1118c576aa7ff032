"""Reads a YAML file of one shape, whole or not at all."""

from pathlib import Path

from trd_registry.loading.document import Document
from trd_registry.loading.schema import check_shape
from trd_registry.loading.yaml_reader import read_yaml
from trd_registry.model.finding import InvalidInput


def read_shaped(path: Path, shape: str) -> Document:
    """The file, which is as ``schema/<shape>.schema.json`` says; raises InvalidInput where it is not."""
    document = read_yaml(path)
    findings = check_shape(document, shape)
    if findings:
        raise InvalidInput(findings)
    return document
