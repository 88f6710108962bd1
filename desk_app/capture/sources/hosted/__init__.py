"""Drivers of other makers run in a process of their own: one that crashes, hangs or scribbles takes no window and no page along.

``source`` is the desk's side, ``child`` the side in which drivers run, ``frames`` and ``words`` what the two say to each other,
``driver`` what a driver has to offer. Which drivers there are is in ``sources.drivers``, the program that is run as the child.
"""
