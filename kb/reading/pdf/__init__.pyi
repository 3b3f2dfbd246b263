from .pdf import read_pdf
from .picture import Pictures, no_picture

__all__ = ["Pictures", "no_picture", "read_pdf"]
