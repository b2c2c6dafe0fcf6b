"""The floor of a level without a legible sign, as shapes of a map: one for each reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from wayfinding.signage import words as fixed
from wayfinding.signage.audit import Audit
from wayfinding.signage.legible.gap_cells import GapCells, list_gap_cells
from wayfinding.signage.legible.misses import MissCode
from wayfinding.signage.legible.wedges import Flags
from wayfinding.signage.targets import Target
from wayfinding.station.model import Name
from wayfinding.web.maps import told
from wayfinding.web.maps_plan import feature

SIMPLER_M = 0.05
MOST_CAUSES = 4
"""So many signs, or things that hide them, are told of each reason: those that cost most floor."""


def gap_features(audit: Audit, ordinal: float, target: Target | None) -> Iterator[dict[str, Any]]:
    """The gap cells of a level, merged by reason; each shape tells its reason, its floor and the commonest causes."""
    gaps = list_gap_cells(audit.legibility, target, audit.profile, ordinal)
    walkable = audit.legibility.floor(ordinal)
    for code, cells in gaps.by_reason():
        shape = gaps.shape(cells, walkable).simplify(SIMPLER_M)
        if not shape.is_empty:
            yield feature(shape, f"gap-cells {code}", told=told(*_rows(gaps, code, cells)))


def _rows(gaps: GapCells, code: MissCode, cells: Flags) -> Iterator[Name]:
    title, cell_m2, share = fixed.GAP_REASONS[code], gaps.cell_m**2, gaps.share(code)
    yield Name(f"读不到标识：{title.zh}", f"No sign can be read: {title.en}")
    area_m2 = int(cells.sum()) * cell_m2
    yield Name(f"{area_m2:,.0f} 平方米，占本层地面 {share:.1%}", f"{area_m2:,.0f} m², {share:.1%} of the floor")
    causes = gaps.obstacle if code == "hidden" else gaps.sign
    counts = Counter(cause for cause, chosen in zip(causes, cells.tolist(), strict=True) if chosen and cause)
    for cause, count in counts.most_common(MOST_CAUSES):
        text = f"{cause}: {count * cell_m2:,.0f}"
        yield Name(f"{text} 平方米", f"{text} m²")
