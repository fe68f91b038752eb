"""A library of scoring with a second target set beside what it holds."""

from scoring.targets import toml_files

SECOND = "plan-512"
TITLE = "Kế hoạch 512/KH-UBND"


def hold_a_second_plan(folder, monkeypatch):
    """Let scoring read its library from ``folder``; the caller clears ``toml_files.library_names`` in the end."""
    (folder / "library").mkdir()
    second = toml_files.library("plan-336").replace('"plan-336"', f'"{SECOND}"', 1)
    texts = {name: toml_files.library(name) for name in ("plan-336", "plan-336-actions")}
    texts[SECOND] = second.replace("Kế hoạch 336/KH-UBND", TITLE, 1)
    for name, text in texts.items():
        (folder / "library" / f"{name}.toml").write_text(text, "utf-8")
    (folder / "library" / "notes.txt").write_text("sipas", "utf-8")
    toml_files.library_names.cache_clear()
    monkeypatch.setattr(toml_files, "files", lambda _: folder)
