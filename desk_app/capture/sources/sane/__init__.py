"""SANE, the scanner drivers of Linux, through its C library when it is installed.

``library`` the interface of ``libsane`` as its standard describes it · ``options`` what backends call the things we want ·
``picture`` what arrives as pixels · ``driver`` a run of the scanner. Source: "SANE Standard Version 1.06", sane-project.org.
"""
