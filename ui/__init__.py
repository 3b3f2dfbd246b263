"""The pages people see: the desk. Imports `kb`; nothing but `app.py` imports it.

Gradio reads its switches from the environment, and its telemetry is on unless they say otherwise, so they are set here,
before any module of this package can import it.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
# After every event Gradio would gather timings with pandas for a monitoring page that is off here: never do.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
