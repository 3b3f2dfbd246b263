"""Summaries of answers by a language model of the office's own, checked against the sentences they are made of."""

from __future__ import annotations

from kb.summaries.summaries import Summaries

__all__ = ["Summaries"]
