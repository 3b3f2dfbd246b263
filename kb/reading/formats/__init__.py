"""Office files, web pages and tables become paragraphs and tables, each in a fenced child process (worker.py)."""

from kb.reading.formats.libreoffice import program_with
from kb.reading.formats.package import leads_outside

FORMATS = ("docx", "doc", "rtf", "odt", "html", "mhtml", "xls", "ods", "xlsx", "csv", "ofd")
"""The kinds of kb/reading/kinds.py that are read here."""

CONVERTED = ("doc", "rtf", "odt", "xls", "ods")
"""Those of them that LibreOffice converts first."""

__all__ = ["CONVERTED", "FORMATS", "leads_outside", "program_with"]
