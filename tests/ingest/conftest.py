"""Parsers are fast, machines are busy: how long an example takes says nothing."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("ingest", deadline=None)
settings.load_profile("ingest")
