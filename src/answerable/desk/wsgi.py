"""The desk as a WSGI application, for gunicorn or any other server."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "answerable.desk.settings")
application = get_wsgi_application()
