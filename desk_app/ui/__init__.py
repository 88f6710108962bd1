"""The window: screens lay out, bind and ask; they decide nothing that a test would want to check without clicking.

May import desk, domain, sync.status, lanes, resources and the value types of capture; never store, documents, forms, OpenCV, httpx.
One more screen is one module and one line in ``screens.py``.
"""
