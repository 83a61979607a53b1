"""Documents -> provisions -> passages -> an index that is complete or invisible; and opening it again."""

import os

# onnxruntime on Linux keeps a device id and a queue of events for its maker, and may send them. Nothing leaves this machine, so it
# is told not to before anything here imports it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
