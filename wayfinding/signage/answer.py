"""An audit as the JSON that command line and API both give: settings, coverage, findings."""

from __future__ import annotations

from typing import Any

from wayfinding.signage.audit import Audit
from wayfinding.signage.findings import Finding
from wayfinding.signage.scope import concerns, list_findings
from wayfinding.signage.targets import Target

EVERYWHERE = "all"
"""Stands in `to` where a finding concerns every destination."""
DEGREE_DECIMALS = 7
"""1 cm."""


def audit_answer(audit: Audit, target: Target | None = None) -> dict[str, Any]:
    """{"settings", "coverage", "findings"}, findings gravest first; about one target only, where it is given.

    `coordinates` are [lon, lat] in degrees; shares from 0 to 1, None where nobody walks; `passengers` a day.
    """
    return {
        "settings": {**audit.settings.record(), "profile": audit.profile, "counted_by": audit.counted_by},
        "coverage": [
            {"to": row.to, "level": row.level, "area_share": row.area_share, "flow_share": row.flow_share}
            for row in audit.coverage
            if concerns(target, row.to)
        ],
        "findings": [finding_answer(audit, item) for item in list_findings(audit, target)],
    }


def finding_answer(audit: Audit, finding: Finding) -> dict[str, Any]:
    """One finding as JSON values; its reason in Chinese, then in English."""
    lon, lat = audit.legibility.station.frame.to_lonlat([[finding.x, finding.y]])[0]
    return {
        "kind": finding.kind,
        "sign": finding.sign,
        "to": finding.to or EVERYWHERE,
        "level": finding.level,
        "coordinates": [round(float(lon), DEGREE_DECIMALS), round(float(lat), DEGREE_DECIMALS)],
        "reason": f"{finding.reason.zh} / {finding.reason.en}",
        "passengers": round(finding.passengers, 1),
    }
