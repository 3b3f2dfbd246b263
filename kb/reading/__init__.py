"""From the bytes of a file to a tree of clauses and what the text states of itself."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
