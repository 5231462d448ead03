"""The blueprint that every address of the room is registered on."""

from flask import Blueprint

blueprint = Blueprint("room", __name__, url_prefix="/room")
