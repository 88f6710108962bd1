"""The intake screen (Tiếp nhận): person and procedure, papers, pages, and what will come of it; one screen, no tabs.

The model behind it is ``desk.intake_session``; ``visit`` holds it and brings answers to the window's thread. The other modules lay
out, bind and ask, and know one another only through their signals.
"""
