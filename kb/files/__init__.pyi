from .decoding import decode
from .fields import Day, NonEmpty
from .table_files import (
    CONTROL,
    DELIMITERS,
    FORMULA_STARTS,
    SUFFIXES,
    TABLE_LIMITS,
    CellValue,
    MergedArea,
    SheetLine,
    SheetTable,
    TableLimits,
    cell_text,
    check_suffix,
    file_bytes,
    read_tables,
)
from .writing import whole_file
from .yaml_edit import YamlEntries
from .yaml_file import YamlFile, YamlPath, parse_yaml, read_yaml, shipped_yaml, yaml_text

__all__ = [
    "CONTROL",
    "DELIMITERS",
    "FORMULA_STARTS",
    "SUFFIXES",
    "TABLE_LIMITS",
    "CellValue",
    "Day",
    "MergedArea",
    "NonEmpty",
    "SheetLine",
    "SheetTable",
    "TableLimits",
    "YamlEntries",
    "YamlFile",
    "YamlPath",
    "cell_text",
    "check_suffix",
    "decode",
    "file_bytes",
    "parse_yaml",
    "read_tables",
    "read_yaml",
    "shipped_yaml",
    "whole_file",
    "yaml_text",
]
