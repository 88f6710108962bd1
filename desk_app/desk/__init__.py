"""Use cases: what people do at the counter, one module per step, the same for the window and the command line.

May import store, documents, forms, capture (lazily: they are heavy) and domain; never sync, never Qt. What a use case needs of
sync is a port declared here and filled by bootstrap. One more step is one module and one field of ``desk.py``.
"""
