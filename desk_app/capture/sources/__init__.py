"""Where pages come from: one module or package a kind of device, each satisfying ``capture.devices.PageSource``.

Knows devices, wires and files; knows nothing of what the pages are or where they go. Called on the lane of a device.
One more kind is a module here and a line in ``registry``.
"""
