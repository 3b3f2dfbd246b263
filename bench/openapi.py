"""The HTTP doors held against their own description by schemathesis, with its default checks: exit 0 if nothing fails.

    pip install schemathesis   # in an environment of its own, or pipx: it brings a plugin that every run of pytest would load
    python bench/openapi.py [--schemathesis PATH] [--seed 1] [ITS OPTIONS …]

Serves them over the store that is built, with a key that opens everything, on a free port of this machine. A run is whole unless its
options say otherwise: `--max-examples 10 --max-time 120` makes it short.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import uvicorn

from api.application import create_api
from api.doors import Doors
from kb.people import SCOPES, Keys, add_key
from kb.store import KnowledgeBase
from ui.serving import server_config

CONFIG = Path(__file__).parent / "schemathesis.toml"


def main() -> None:
    """Serves, checks, and ends as schemathesis does."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schemathesis", default="schemathesis", help="its command")
    parser.add_argument("--seed", type=int, default=1)
    asked, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder:
        keys = Path(folder) / "keys.json"
        secret = add_key(keys, "schemathesis", SCOPES, 100_000)
        api = create_api(Doors(KnowledgeBase.open()), Keys(keys))
        api.openapi()  # made once, which on a busy machine may take longer than schemathesis waits for it
        server = uvicorn.Server(server_config(api))
        server.config.port = 0
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        address = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        command = (
            *(asked.schemathesis, "--config-file", CONFIG, "run", f"{address}/openapi.json"),
            *("--header", f"Authorization: Bearer {secret}", "--continue-on-failure", "--generation-database", "none"),
            *("--seed", asked.seed, *more),
        )
        # What it leaves behind it leaves in the temporary folder.
        done = subprocess.run([str(word) for word in command], check=False, cwd=folder)
    sys.exit(done.returncode)


if __name__ == "__main__":
    main()
