"""Imports Gradio without the type stubs that it writes: half of what its import takes; and without the pictures that it might draw.

While Gradio is imported it parses the module of each of its components, renders a stub for editors, and holds it against the file that it wrote
the last time (`create_or_modify_pyi`, Gradio 6.31). Nothing reads these files at run time, a served program has no business to write into the
folder it is installed in, and there is no setting. All components are made before `import gradio` is done, so their maker is changed on the way.
Around every event it sets matplotlib's backend, and where that is installed (for eval/) the first question waits for its import.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext, suppress
from importlib import import_module
from importlib.util import find_spec, module_from_spec


def import_gradio() -> None:
    """Imports Gradio unless it is there; as `import gradio` does where its maker of components is not what it was."""
    spec = None if "gradio" in sys.modules else find_spec("gradio")
    if spec is None or spec.loader is None:
        return
    # The package stands before its own module has run, so that one of its modules can be had first.
    package = sys.modules["gradio"] = module_from_spec(spec)
    try:
        with suppress(ModuleNotFoundError):
            vars(import_module("gradio.component_meta"))["create_or_modify_pyi"] = lambda *_: None
        spec.loader.exec_module(package)
        vars(sys.modules["gradio.utils"])["MatplotlibBackendMananger"] = nullcontext
    except BaseException:
        del sys.modules["gradio"]
        raise
