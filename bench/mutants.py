"""Mutation tests of named modules with mutmut, on a copy of the work tree: how many faults turn a test red.

``[tool.sipas.mutants]`` in pyproject.toml names the modules, each with the tests that have to notice. A fault in the body of a
function is tried; one in a constant of a module is not. What survived is a question, not always a gap: some faults change nothing.

    python bench/mutants.py                               # every module of the list; hours
    python bench/mutants.py scoring/targets/verdict.py    # one; two minutes
    python bench/mutants.py --show scoring/targets/verdict.py
"""

import argparse
import json
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
WORK = ROOT / "build" / "mutants"
PACKAGES = ["survey_app", "scoring", "print", "sampling", "questionnaires"]
NO_TEST = {5, 33}  # exit codes by which mutmut says that no test ran the function
SETTINGS = """
[tool.mutmut]
source_paths = {packages}
only_mutate = {modules}
also_copy = {other_parts}
pytest_add_cli_args = ["-p", "no:cacheprovider", "-m", "not slow and not browser and not postgres and not spark"]
pytest_add_cli_args_test_selection = {tests}
"""


@dataclass(frozen=True)
class Outcome:
    """The outcomes of the mutants of one module, by name."""

    killed: list[str]
    survived: list[str]
    untested: list[str]

    @property
    def share(self) -> float:
        """Share of faults that turned a test red."""
        return len(self.killed) / max(1, len(self.killed) + len(self.survived) + len(self.untested))


def main() -> None:
    named = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["sipas"]["mutants"]
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="of the list; all when none is named")
    parser.add_argument("--show", action="store_true", help="print each fault that survived")
    options = parser.parse_args()
    strangers = set(options.modules) - named.keys()
    if strangers:
        parser.error(f"not in [tool.sipas.mutants]: {', '.join(sorted(strangers))}")
    print(f"{'module':<46} {'killed':>7} {'survived':>9} {'no test':>8} {'share':>7}")
    for module in options.modules or named:
        outcome = run(module, named[module])
        counts = f"{len(outcome.killed):>7} {len(outcome.survived):>9} {len(outcome.untested):>8}"
        print(f"{module:<46} {counts} {outcome.share:>7.1%}", flush=True)
        for name in [*outcome.survived, *outcome.untested] if options.show else ():
            print(mutmut("show", name))


def run(module: str, tests: list[str]) -> Outcome:
    """Copy the work tree, mutate the copy of one module, and run the tests named for it."""
    copy_work_tree()
    other_parts = sorted(
        path.name for path in WORK.iterdir() if path.name not in {*PACKAGES, "pyproject.toml"}
    )
    settings = SETTINGS.format(packages=PACKAGES, modules=[module], other_parts=other_parts, tests=tests)
    with (WORK / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(settings)
    log = mutmut("run")
    result = WORK / "mutants" / f"{module}.meta"
    codes = json.loads(result.read_text("utf-8"))["exit_code_by_key"] if result.exists() else {}
    if not codes or None in codes.values():
        sys.exit(f"mutmut did not come to its end on {module}:\n{log[-3000:]}")
    return Outcome(
        killed=[name for name, code in codes.items() if code != 0 and code not in NO_TEST],
        survived=[name for name, code in codes.items() if code == 0],
        untested=[name for name, code in codes.items() if code in NO_TEST],
    )


def copy_work_tree() -> None:
    """Copy all files that git does not ignore, so that an interrupted run leaves the work tree as it was."""
    shutil.rmtree(WORK, ignore_errors=True)
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (WORK / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, WORK / name)


def mutmut(*words: str) -> str:
    """Run mutmut in the copy and return what it prints."""
    command = [sys.executable, "-m", "mutmut", *words]
    done = subprocess.run(command, cwd=WORK, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


if __name__ == "__main__":
    main()
