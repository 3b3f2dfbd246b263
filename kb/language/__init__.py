"""Words, numbers, dates and places as Chinese notices and the people who ask about them write them. Knows no notice."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
