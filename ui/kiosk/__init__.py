"""The public terminal."""

from __future__ import annotations

from ui.kiosk.frame import Frames, load_frames
from ui.kiosk.office import Office, OfficeError, load_office
from ui.kiosk.page import mount_kiosk

__all__ = ["Frames", "Office", "OfficeError", "load_frames", "load_office", "mount_kiosk"]
