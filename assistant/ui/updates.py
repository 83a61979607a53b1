"""What every event of the page has in common."""

from __future__ import annotations

from typing import Any

from assistant.threads import AT_ONCE

Update = Any
"""What gradio takes for a part: a value, a component with the changed properties, or ``gr.skip()``."""

#: No name to call it by, and no veil over what it changes.
QUIET: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}
#: One queue for all that costs an answer.
ANSWERING: dict[str, Any] = {**QUIET, "concurrency_id": "antwoord", "concurrency_limit": AT_ONCE}
