"""The caseworker's pages."""

from __future__ import annotations

from ui.desk.site import mount_desk

__all__ = ["mount_desk"]
