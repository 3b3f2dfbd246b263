"""Files that people write by hand, as text or YAML with its lines, tables among them, and files that must not be half written."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
