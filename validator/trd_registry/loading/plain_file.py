"""Tells files from devices and pipes, which would be waited for or read without end."""

from pathlib import Path

from trd_registry.model.finding import Finding, InvalidInput


def check_plain(path: Path) -> None:
    """Raises InvalidInput where something is there that is neither a file nor a folder."""
    try:
        is_odd = path.exists() and not (path.is_file() or path.is_dir())
    except (OSError, ValueError):
        return  # whoever opens it is told what is wrong with the name
    if is_odd:
        message = "This is a device or a pipe, not a file."
        raise InvalidInput([Finding(str(path), 1, 1, "TRD101", message, "Name the file to read.")])
