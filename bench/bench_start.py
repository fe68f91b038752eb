"""Time of one answer for a statistician: a whole process, from the shell to the last line.

    .venv/bin/python bench/bench_start.py

Medians beside a Python that does nothing and one that imports numpy: what is above them is ours.
"""

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from tests.builders.estimate import DESIGN

CSV = Path(__file__).parent.parent / "tests/golden/statistics/sipas_small.csv"
RUNS = 9
SPEC = f"""{DESIGN}
[[estimate]]
name = "items"
[[estimate]]
name = "items by district"
by = ["district"]
[[estimate]]
name = "criteria"
of = "criteria"
"""


def median_seconds(*arguments: str) -> float:
    """Return the median time of a process; the first run only warms the disk."""
    seconds = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds[1:])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        spec = Path(folder) / "spec.toml"
        spec.write_text(SPEC, "utf-8")
        command = "from survey_app.cli import main; main()"
        found = {
            "python, nothing": median_seconds("-c", ""),
            "import numpy": median_seconds("-c", "import numpy"),
            "import scoring": median_seconds("-c", "import scoring"),
            "sipas estimate, 837 rows": median_seconds("-c", command, "estimate", str(CSV), str(spec)),
        }
    bare = found["import numpy"]
    for name, seconds in found.items():
        print(f"{name:26s} {seconds:6.2f} s   {seconds / bare:5.1f} × import numpy")


if __name__ == "__main__":
    main()
