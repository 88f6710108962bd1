"""The pane of scanned pages: what can be done with them, and the panels beside the strip.

Each panel is a module that shows and asks; ``pages.py`` puts them together. Nothing here touches files, devices or OpenCV. One more
act is a line in ``page_keys.py`` and a method in ``acts.py``.
"""
