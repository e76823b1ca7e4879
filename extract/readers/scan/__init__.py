"""Scanned pages: from the picture of a page to printed lines with their places.

``picture`` makes a clean grey image of the page, ``recognition`` reads its words with Tesseract,
``mending`` settles doubtful words, ``page`` puts them together as the lines that the reader of
text layers makes too, so that everything after it is the same for both.
"""

from __future__ import annotations
