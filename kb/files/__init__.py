"""Files that people write by hand or that must not be half written: bytes to text, YAML with its lines."""

from __future__ import annotations

from kb.files.decoding import decode
from kb.files.fields import Day, NonEmpty
from kb.files.yaml_lines import YamlFile, YamlPath, parse_yaml

__all__ = ["Day", "NonEmpty", "YamlFile", "YamlPath", "decode", "parse_yaml"]
