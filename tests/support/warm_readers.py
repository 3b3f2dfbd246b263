"""The child processes that open files, forked from one that has their libraries loaded: what is read and how a child ends stay the same,
only the start of an interpreter, most of the time that a short file takes, is not paid for each file.
"""

from __future__ import annotations

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
_START = [sys.executable, "-P", "-m"]

# Reads `[module, argument, …]` a line; writes how the child ended, what it printed and what it complained of.
_KEEPER = """
import base64, importlib, json, os, runpy, sys, tempfile
for line in sys.stdin:
    module, *arguments = json.loads(line)
    importlib.import_module(module)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1), os.dup2(err.fileno(), 2)
            sys.argv = [module, *arguments]
            code = 1
            try:
                runpy.run_module(module, run_name="__main__")
                code = 0
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                sys.stdout.flush(), sys.stderr.flush()
                os._exit(code)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        printed = [base64.b64encode(file.read()).decode() for file in (out, err) if not file.seek(0)]
    print(json.dumps([ended, *printed]), flush=True)
"""


@contextmanager
def warm_readers() -> Iterator[Any]:
    """In place of `subprocess.run`: `python -P -m kb.reading.…` is forked from the warm process, all else is run as ever."""
    run = subprocess.run
    keeper = subprocess.Popen(
        [sys.executable, "-P", "-W", "ignore", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{_KEEPER}"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def forked(call: Sequence[str], *arguments: Any, **options: Any) -> subprocess.CompletedProcess[Any]:
        if list(call[:3]) != _START or not call[3].startswith("kb.reading."):
            return run(call, *arguments, **options)
        assert keeper.stdin and keeper.stdout
        keeper.stdin.write(json.dumps(call[3:]) + "\n")
        keeper.stdin.flush()
        code, out, err = json.loads(keeper.stdout.readline())
        return subprocess.CompletedProcess(call, code, b64decode(out), b64decode(err))

    with keeper:
        yield forked
