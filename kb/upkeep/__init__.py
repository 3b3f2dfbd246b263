"""Keeping an installation: a backup and its restoring, and what is wrong with the machine or the folders."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
