"""Pages become electronic copies fit as evidence: one PDF/A-2b per component.
May import capture, domain and the bottom layer, and pikepdf; knows neither store nor window.
One more kind of copy is one module beside ``assemble.py``.
"""
