"""Pages become an electronic copy fit as evidence: PDF/A-2b, images embedded as they are, true scale.

May import ``capture`` (the encodings), ``domain`` and the bottom layer; no Qt, no store.
One more kind of document is one module beside ``assemble``.
"""
