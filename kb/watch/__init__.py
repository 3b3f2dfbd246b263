"""What somebody should look at before a resident asks: what ends, what has ended and is still used, what rests on what no longer holds."""

from __future__ import annotations

from kb.watch.calendar import ends_calendar
from kb.watch.points import DAYS_AHEAD, WatchPoint, all_unheld_bases, watch_object, watch_points

__all__ = ["DAYS_AHEAD", "WatchPoint", "all_unheld_bases", "ends_calendar", "watch_object", "watch_points"]
