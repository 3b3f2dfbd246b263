"""The layers of the project hold: each package imports only those below it, and heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from every import every

ROOT = Path(__file__).parent.parent
LINT = Path(sys.executable).with_name("lint-imports")
OUTSIDE = [ROOT / "app.py", *sorted((ROOT / "bench").glob("*.py"))]


def imports(path: Path, nodes: Iterable[ast.AST] | None = None) -> set[str]:
    """Everything a file imports, by its full name; or these statements of it alone."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if nodes is None else nodes:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_contracts_hold() -> None:
    # What it keeps of a file is out of date when a module that the file names comes or goes.
    done = subprocess.run([LINT, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_forbidden_import_breaks_one(tmp_path: Path) -> None:
    for name in ("index", "kb", "ui", "api", "eval"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "data", "assets"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, line in (
        ("kb/language/dates.py", "from kb.answers import Answer"),
        ("ui/pieces/dates.py", "from kb.language.dates import find_dates"),
    ):
        path = tmp_path / file
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}\n{line}\n", encoding="utf-8")
        done = subprocess.run([LINT, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False)
        path.write_text(before, encoding="utf-8")
        assert done.returncode == 1
        assert f"{file.removesuffix('.py').replace('/', '.')} -> {line.split()[1]}" in done.stdout


@every("path", OUTSIDE)
def test_programs_enter_by_the_faces(path: Path) -> None:
    """What the contracts do not see, since it is no package: `app.py` and `bench/`."""
    inside = {name for name in imports(path) if name.count(".") > 1 and name.split(".")[0] in ("kb", "ui")}
    assert inside | {name for name in imports(path) if name.startswith("index.")} == set()


@every("folder", ["kb", "ui", "api", "index", "eval", "tests"])
def test_no_module_needs_what_windows_lacks_to_be_imported(folder: str) -> None:
    # What `make test` runs; `mypy --platform win32` finds the rest, and bench is for Unix.
    unix = {"fcntl", "grp", "pty", "pwd", "resource", "termios", "tty"}
    needed = {
        path.relative_to(ROOT): names
        for path in (ROOT / folder).rglob("*.py")
        if (names := unix & imports(path, ast.parse(path.read_text(encoding="utf-8")).body))
    }
    assert needed == {}


def test_help_imports_no_model() -> None:
    code = (
        "import sys; from app import cli\n"
        "for words in ['--version'], ['--help'], ['ask', '--help'], ['build', '--help']:\n"
        "    try: cli(words)\n"
        "    except SystemExit: pass\n"
        "    loaded = {'torch', 'sentence_transformers', 'faiss', 'gradio', 'kb.settings'} & set(sys.modules)\n"
        "    if loaded: sys.exit(f'{words}: {loaded}')\n"
        "print('all four asked')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("all four asked\n")


def test_nothing_names_a_developer_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for name in files:
        if name.endswith((".py", ".md", ".toml", ".yaml")) or name == "Makefile":
            text = (ROOT / name).read_text(encoding="utf-8")
            assert "/work/" + "main" not in text
            assert "../" + "shared" not in text
