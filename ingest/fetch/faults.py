"""What can go wrong while fetching. Each message has the text or the host, what happened and the next step."""

from __future__ import annotations


class FetchError(Exception):
    """A text that could not be fetched or must not be used; the library is as it was."""


class RefusedError(FetchError):
    """The server answered with a status that trying again does not change."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


class TemporaryError(FetchError):
    """A fault that may pass: worth another try, after ``retry_after`` seconds when the server asked for that."""

    def __init__(self, message: str, retry_after: float = 0.0) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnreachableError(TemporaryError):
    """No connection with a host at all: no network, an unknown name, a refused connection."""

    def __init__(self, host: str, reason: str) -> None:
        super().__init__(
            f"geen verbinding met {host} ({reason}); de assistent werkt verder met wat er al is. Probeer het later opnieuw"
        )
