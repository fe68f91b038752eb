"""Import errors for modules that documentation once named: the error says what to use now."""

import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from types import ModuleType


class MovedModules(MetaPathFinder):
    """Refuse the import of a moved or removed module by naming what to use now.

    The finder stands last on ``sys.meta_path``: only names that nobody else can import reach it.

    Args:
        places: the new dotted name of each old dotted name.
        removed: for each old dotted name without a successor, what does its work now.

    >>> MovedModules({"shop.bread": "shop.bakery.bread"}).find_spec("shop.bread")
    Traceback (most recent call last):
    ModuleNotFoundError: shop.bread is now shop.bakery.bread: import it from there
    >>> MovedModules({}, {"shop.scales": "the till weighs"}).find_spec("shop.scales")
    Traceback (most recent call last):
    ModuleNotFoundError: shop.scales was removed: the till weighs
    """

    def __init__(self, places: Mapping[str, str], removed: Mapping[str, str] | None = None) -> None:
        self.reasons = {
            **{old: f"is now {new}: import it from there" for old, new in places.items()},
            **{old: f"was removed: {instead}" for old, instead in (removed or {}).items()},
        }

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> None:
        """Raise for a moved or removed module, and leave every other name alone.

        Raises:
            ModuleNotFoundError: ``fullname`` was moved or removed; the text says what to use now.
        """
        if fullname in self.reasons:
            # No ``name=``: Python takes an error of that name for «no such submodule» and drops its sentence.
            raise ModuleNotFoundError(f"{fullname} {self.reasons[fullname]}")


def announce(places: Mapping[str, str], removed: Mapping[str, str] | None = None) -> None:
    """Let imports of moved and removed modules fail with a sentence; see ``MovedModules``."""
    sys.meta_path.append(MovedModules(places, removed))
