"""The one blueprint of the desk; every view module of it hangs its addresses here."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/desk")
