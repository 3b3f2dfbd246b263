import ast
import inspect
from pathlib import Path

from every import every

import index
from index import errors

FOLDER = Path(index.__file__).parent


def test_all_is_sorted_complete_and_true():
    assert index.__all__ == sorted(index.__all__) and len(index.__all__) == len(set(index.__all__))
    assert all(getattr(index, name) is not None for name in index.__all__)


@every(
    "name",
    sorted(
        name for name, value in vars(errors).items() if inspect.isclass(value) and value.__module__ == errors.__name__
    ),
)
def test_every_error_has_the_one_root_and_stands_in_the_drawn_tree(name):
    assert issubclass(getattr(errors, name), index.TextIndexError)
    assert errors.__doc__ is not None
    assert name in errors.__doc__


def test_the_package_imports_nothing_of_the_project_but_itself():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {name.split(".")[0] for name in names} & {"kb", "ui", "app", "eval"}, path
