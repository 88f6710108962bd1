"""Where the sheet lies in a picture, which way up it is, and what looks wrong with it. Pure: pixels in, values out."""
