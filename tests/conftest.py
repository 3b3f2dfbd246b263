"""Where a process runs tests it takes what they share from `tests/support/shared_fixtures.py`; one that only hands them to others does not
wait for the program to be imported.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

# A busy machine is slow, not wrong. `make thorough` tries five times as many examples.
hypothesis_settings.register_profile("thorough", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("suite", hypothesis_settings.get_profile("thorough"), max_examples=20)
hypothesis_settings.load_profile("suite")


def pytest_configure(config: pytest.Config) -> None:
    if "PYTEST_XDIST_WORKER" in os.environ or config.getoption("dist", "no") == "no":
        config.pluginmanager.import_plugin("shared_fixtures")
