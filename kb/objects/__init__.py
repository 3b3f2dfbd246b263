"""The objects that programs are given, each field with its meaning: the one source of their JSON schema and of its documentation.

They are made where the things they describe are made (kb/answers, kb/benefits, …); nothing here knows how.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
