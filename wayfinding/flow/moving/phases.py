"""What people are at, and what they do next: numbers that the kernels share."""

from __future__ import annotations

AWAY, WALKING, PENDING, QUEUED, RIDING, ON_CALL, WAITING, ARRIVED, STRANDED = 0, 1, 2, 3, 4, 5, 6, 7, 8
"""Phases: not there yet, in a cell, before a full cell, queueing, on a pathway, at a lift, for a train, done, lost."""

DECIDE, NEXT_CELL, ENTER_CELL, ENTER, REST = 0, 1, 2, 3, 4
"""What a person does next within one event."""
