"""The public terminal."""

from __future__ import annotations

from ui.kiosk.office import Office, OfficeError, load_office
from ui.kiosk.page import mount_kiosk

__all__ = ["Office", "OfficeError", "load_office", "mount_kiosk"]
