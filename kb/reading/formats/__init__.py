"""Office files, web pages and tables become paragraphs and tables, each in a fenced child process (worker.py)."""

FORMATS = ("docx", "doc", "rtf", "odt", "html", "mhtml", "xlsx", "csv", "ofd")
"""The kinds of kb/reading/kinds.py that are read here."""

__all__ = ["FORMATS"]
