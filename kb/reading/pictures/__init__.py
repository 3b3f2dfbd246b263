"""Pages of PDFs, OFDs and scans as pictures, drawn in a child process with limits, what is quoted marked on them."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
