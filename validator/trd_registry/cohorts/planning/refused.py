"""What cannot be planned is refused by name, never approximated."""

from trd_registry.model.errors import RegistryError


class NotPlanned(RegistryError):
    """A definition asks for something that the statement cannot say yet; the message names the node and its place."""

    def __init__(self, what: str, place: str = "") -> None:
        super().__init__(f"{what} cannot be put into a statement yet{f' ({place})' if place else ''}.")
        self.what = what
