"""Network scanners and copiers that speak eSCL (AirScan, Mopria): plain HTTP with small XML messages, found by mDNS.

``address`` where one is · ``markup`` XML that may be hostile · ``capabilities`` what it offers · ``settings`` what we ask for ·
``status`` what is the matter with it · ``wire`` HTTP that can be stopped at any moment, certificates taken on first use ·
``exchange`` one request with its limits · ``client`` the few requests there are · ``source`` the page source ·
``discovery`` finding some.

Sources: Mopria Alliance, "eSCL Technical Specification" 2.97; the PWG semantic model for scan services (PWG 5108.6). What real
devices do otherwise is noted where it is dealt with.
"""
