"""Carries facts from the outbox to the central one-stop system and brings its answers back. No Qt, no pages, no paper.

May import store, domain, connectors and the bottom layer.
One more central system: a module and a line in ``adapters.py``.
"""
