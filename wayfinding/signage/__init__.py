"""What the signs tell: where they can be read, where guidance fails, where the next ones do most good.

Each name is imported when it is first used: directions ask where a sign can be read, not for the study of all of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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

_HOMES = {
    "audit": ("Audit", "audit_signage"),
    "findings": ("Finding",),
    "legible.legibility": ("Legibility", "compile_signs"),
    "placing.placement": ("Plan", "suggest_signs"),
    "settings": ("Settings",),
    "targets": ("Target", "list_targets"),
}
_HOME = {name: f"{__name__}.{home}" for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(_HOME[name]), name)
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
