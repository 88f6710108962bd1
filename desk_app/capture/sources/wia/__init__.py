"""WIA, the scanner drivers of Windows, through its automation layer (``wiaaut.dll``), which every Windows since Vista has.

``automation`` calls COM objects by name · ``properties`` reads and sets what WIA calls properties · ``words`` its numbers ·
``driver`` a run of the scanner. Source: "Windows Image Acquisition Automation Layer" and ``wiadef.h``, learn.microsoft.com.

Written against the documents and tried against a strict imitation; a real Windows has not run it here.
"""
