"""Import errors for modules that documentation once named: the error says where the module is now."""

import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class MovedModules(MetaPathFinder):
    """Refuse the import of a moved module by naming its new place.

    The finder stands last on ``sys.meta_path``: only names that nobody else can import reach it.

    Args:
        places: the new dotted name of each old dotted name.

    >>> MovedModules({"shop.bread": "shop.bakery.bread"}).find_spec("shop.bread")
    Traceback (most recent call last):
    ModuleNotFoundError: shop.bread is now shop.bakery.bread: import it from there
    """

    def __init__(self, places: Mapping[str, str]) -> None:
        self.places = dict(places)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        """Raise for a moved module, and leave every other name alone.

        Raises:
            ModuleNotFoundError: ``fullname`` was moved; the text names its new place.
        """
        if fullname in self.places:
            # No ``name=``: Python takes an error of that name for «no such submodule» and drops its sentence.
            raise ModuleNotFoundError(f"{fullname} is now {self.places[fullname]}: import it from there")


def announce(places: Mapping[str, str]) -> None:
    """Let imports of moved modules fail with a sentence; see ``MovedModules``."""
    sys.meta_path.append(MovedModules(places))
