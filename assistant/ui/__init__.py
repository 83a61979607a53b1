"""The page in the browser. The only room that may import gradio.

Gradio reads these variables when it is imported, so they are set here, before any module of this room does that.
"""

import os

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
os.environ["GRADIO_RUN_HISTORY"] = "False"
os.environ.setdefault("HF_HUB_OFFLINE", "1")
