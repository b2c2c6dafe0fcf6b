"""The screens and the API: a WSGI app from one factory. The only owner of flask."""

from wayfinding.web.factory import create_app

__all__ = ["create_app"]
