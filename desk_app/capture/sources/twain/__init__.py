"""TWAIN, the older scanner drivers of Windows, for devices that have no WIA driver.

``structures`` what is passed to the data source manager · ``manager`` its one function and the ladder of seven states ·
``session`` a run of a source · ``windows`` memory and messages, which TWAIN leaves to Windows · ``driver`` finding and scanning.
Source: "TWAIN Specification", version 2.4.

Why not a ready-made binding: the one that is kept up, pytwain, is under the GPL. What is needed of TWAIN is small.

**32 and 64 bits.** A data source is a DLL and loads only into a process of its own width. This program is a 64-bit one, so it sees
the 64-bit sources, and those only where some driver installed the 64-bit manager ``TWAINDSM.dll`` (Windows itself brings only the
32-bit ``twain_32.dll``). Most TWAIN drivers in offices are 32-bit; nearly all makers deliver a WIA driver beside it, which
Windows runs in a service of its own whatever the width, and that is the way to such a device here. For one that has neither, the
maker's own program scans into a watched folder. What speaks over the pipe does not depend on the width: a process of 32 bits
would do.

Written against the specification and tried against an imitation of a manager; a real Windows has not run it here.
"""
