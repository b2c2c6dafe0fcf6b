"""The passenger's page at /: a shell of HTML; everything it shows comes from /api/v1."""

from __future__ import annotations

from flask import Blueprint, render_template

from wayfinding.web.hub import get_hub

blueprint = Blueprint("kiosk", __name__)


@blueprint.get("/")
def show_kiosk() -> str:
    """The page, named after the station."""
    header = get_hub().station.header
    name_zh = header.get("name_zh") or "天津站"
    return render_template("kiosk.html", name_zh=name_zh, name_en=header.get("name_en") or "Tianjin Railway Station")
