"""What the signs tell: where they can be read, where guidance fails, where the next ones do most good."""

from wayfinding.signage.audit import Audit, audit_signage
from wayfinding.signage.findings import Finding
from wayfinding.signage.legible.legibility import Legibility, compile_signs
from wayfinding.signage.placing.placement import Plan, suggest_signs
from wayfinding.signage.settings import Settings
from wayfinding.signage.targets import Target, list_targets

__all__ = [
    "Audit",
    "Finding",
    "Legibility",
    "Plan",
    "Settings",
    "Target",
    "audit_signage",
    "compile_signs",
    "list_targets",
    "suggest_signs",
]
