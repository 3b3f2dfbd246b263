from .pictures import Pictures, no_picture

__all__ = ["Pictures", "no_picture"]
