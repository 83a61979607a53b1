"""The HTTP API beside the page: the same answers as JSON, for programs. ``/api/v1/openapi.json`` describes it in Dutch."""
