"""Light becomes pages and text: files, cameras and folders in; prepared pages and codes out. Knows no dossier.

May import of the domain only ``codes`` and ``identity_card`` (to check what was read), and the bottom layer; no Qt.
One more scanner or camera is one module that satisfies ``devices.PageSource`` and one line in ``sources.registry``.
"""

import os

# Media Foundation's hardware transforms make some cameras take half a minute to open; OpenCV looks when it is first imported.
os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")
# Pages are prepared side by side, one to a core; a linear algebra of many threads would only spin between them. numpy looks when it
# is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
