"""Dates as the command line takes them."""

from __future__ import annotations

import datetime as dt

import typer


def day(text: str | None, option: str = "") -> dt.date | None:
    """``None`` for none given. Raises ``typer.BadParameter`` for what is no date, naming the option that it stood in."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        where = f"{option} " if option else ""
        raise typer.BadParameter(f"{where}{text!r} is geen datum als 2026-11-24") from error
