"""All mistakes of a file in one error, each with its place."""

from sampling.errors import SamplingError

SHOWN = 20


class Problems:
    """A list of mistakes that becomes one ``SamplingError``.

    Args:
        vi: the sentence before the list, in Vietnamese.
        en: the same in English.
    """

    def __init__(self, vi: str, en: str) -> None:
        self._heads = (vi, en)
        self._found: list[tuple[str, str]] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, vi: str, en: str) -> None:
        """Record one mistake: what, where, and what to do, in both languages."""
        self._found.append((vi, en))

    def stop_if_any(self) -> None:
        """Raise ``SamplingError`` with every recorded mistake (the first 20 in full)."""
        if not self._found:
            return
        more = len(self._found) - SHOWN
        tails = (f"\n… và {more} lỗi nữa", f"\n… and {more} more") if more > 0 else ("", "")
        texts = [
            f"{self._heads[side]}\n" + "\n".join(f"- {found[side]}" for found in self._found[:SHOWN])
            for side in (0, 1)
        ]
        raise SamplingError(texts[0] + tails[0], texts[1] + tails[1])
