"""The command line: the same use cases as the window, for administrators, scripts and measurements.

Imports bootstrap, desk, domain, ui.messages (sentences, Qt-free), and app for the window; heavy modules inside ``run`` only.
One more command is one module with a ``COMMAND`` and one line in ``registry.py``, which imports it only when it is asked for.
"""
