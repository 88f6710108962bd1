"""Use cases: what people do at the counter, one module per step, the same for the window and the command line.
May import store, documents, forms, capture (lazily: they are heavy) and domain; never sync, never Qt. What is needed of sync is a port declared here.
One more step is one module and one field of ``desk.py``.
"""
