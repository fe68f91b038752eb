"""Compare every number that a reference exists for, and print how many and the largest difference.

Usage: python bench/check_numbers.py; the exit code is 1 when a difference is above its tolerance.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.scoring.replicate_numbers import everything


def main() -> int:
    """Print one line per design, and the sum by source."""
    made = list(everything())
    for one in made:
        verdict = "ok" if one.gap <= one.rtol else "OFF"
        print(f"{one.name:<42} {one.ours.size:>4} numbers  {one.gap:8.1e} of {one.rtol:.0e}  {verdict}")
    for source in dict.fromkeys(one.source for one in made):
        mine = [one for one in made if one.source == source]
        print(
            f"against {source}: {sum(one.ours.size for one in mine)} numbers, largest difference {max(one.gap for one in mine):.1e}"
        )
    return int(any(not one.gap <= one.rtol for one in made))


if __name__ == "__main__":
    sys.exit(main())
