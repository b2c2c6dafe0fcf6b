"""The security headers of every answer. Nothing on our pages comes from elsewhere, so nothing else is allowed."""

from __future__ import annotations

from flask import Flask, Response

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def install(app: Flask) -> None:
    """Put the headers on every answer of the app."""
    app.after_request(_add)


def _add(answer: Response) -> Response:
    answer.headers.update(HEADERS)
    return answer
