"""Who signs in, whose programs ask, what people said about answers, and what must not be written down."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
