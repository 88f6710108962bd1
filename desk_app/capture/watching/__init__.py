"""Watching a camera: from frame to frame, where the sheet lies, whether it lies still, and when to shoot."""
