"""Files that people write by hand, as text or YAML with its lines, and files that must not be half written."""

from __future__ import annotations

from kb.files.decoding import decode
from kb.files.fields import Day, NonEmpty
from kb.files.writing import whole_file
from kb.files.yaml_edit import YamlEntries
from kb.files.yaml_file import YamlFile, YamlPath, parse_yaml, read_yaml, yaml_text

__all__ = [
    "Day",
    "NonEmpty",
    "YamlEntries",
    "YamlFile",
    "YamlPath",
    "decode",
    "parse_yaml",
    "read_yaml",
    "whole_file",
    "yaml_text",
]
