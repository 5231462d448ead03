"""The application for any WSGI server; beside it `portal worker` delivers what leaves."""

import os

from portal.app import create_app
from portal.settings import read

application = create_app(read(os.environ))
