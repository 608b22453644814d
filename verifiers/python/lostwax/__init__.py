"""Checks Lostwax API keys with a set of pins that the authority keeps current (spec/feed.md). Standard library only."""

from .verifier import Key, KeyRefused, Verifier
from .wsgi import RequireKey

__all__ = ["Key", "KeyRefused", "RequireKey", "Verifier"]
