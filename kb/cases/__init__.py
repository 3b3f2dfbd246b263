"""What is known of a claimant, typed or told in words, and the conditions that may be held against it."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
