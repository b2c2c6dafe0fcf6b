"""The WSGI app over the shipped station: `gunicorn app:app`."""

from wayfinding.web import create_app

app = create_app()
