"""The child processes that open files, forked from one that has their libraries loaded: what is read and how a child ends stay the same,
only the start of an interpreter, most of the time that a short file takes, is not paid for each file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from base64 import b64decode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from kb.reading.limits import LIMITS
from kb.reading.pictures.pictures import PICTURE_LIMITS

ROOT = Path(__file__).parents[2]
_START = [sys.executable, "-P", "-m"]

# Reads `[environment, module, argument, …]` a line; writes how the child ended, what it printed and what it complained of.
_KEEPER = """
import base64, importlib, json, os, runpy, sys, tempfile
for line in sys.stdin:
    environment, module, *arguments = json.loads(line)
    readers = getattr(importlib.import_module(module), "READERS", {})
    for kind in arguments[2:3]:
        importlib.import_module(readers.get(kind, [module])[0])
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if not child:
            os.dup2(out.fileno(), 1), os.dup2(err.fileno(), 2)
            os.environ.clear(), os.environ.update(environment)
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
    """In place of `subprocess.run`: `python -P -m kb.reading.…` is forked from the warm process, all else is run as ever.

    So is a reader where a test makes its limits of time and memory narrower, or gives it other modules: then its own process is the point.
    """
    run, usual, lock = subprocess.run, os.environ.get("PYTHONPATH"), threading.Lock()
    with ExitStack() as stack:

        @cache
        def keeper() -> subprocess.Popen[str]:
            program = f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{_KEEPER}"
            command = [sys.executable, "-P", "-W", "ignore", "-c", program]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            return stack.enter_context(process)

        def forked(call: Sequence[str], *arguments: Any, **options: Any) -> subprocess.CompletedProcess[Any]:
            own = not hasattr(os, "fork") or list(call[:3]) != _START or not call[3].startswith("kb.reading.")
            if own or os.environ.get("PYTHONPATH") != usual or _narrow(json.loads(call[5])):
                return run(call, *arguments, **options)
            with lock:
                warm = keeper()
                assert warm.stdin and warm.stdout
                warm.stdin.write(json.dumps([options["env"], *call[3:]]) + "\n")
                warm.stdin.flush()
                code, out, err = json.loads(warm.stdout.readline())
            return subprocess.CompletedProcess(call, code, b64decode(out), b64decode(err))

        yield forked


def _narrow(limits: dict[str, int]) -> bool:
    return limits["seconds"] < PICTURE_LIMITS.seconds or limits["memory_bytes"] < LIMITS.memory_bytes
