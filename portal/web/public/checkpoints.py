"""The public keys of the checkpoints, at the address where everybody looks for them."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from portal.delivery import checkpoint_keys
from portal.web.access import public
from portal.web.surroundings import settings

blueprint = Blueprint("checkpoints", __name__, url_prefix="/.well-known/portal-checkpoint-key")

NONE_YET = "No checkpoint has been made yet. The first one makes the key.\n"


@blueprint.get("")
@public
def keys() -> ResponseReturnValue:
    """List every public key that ever signed a checkpoint here, the newest first."""
    return _text("".join(f"{key}\n" for key in checkpoint_keys.ours(settings().files)))


@blueprint.get("/history")
@public
def history() -> ResponseReturnValue:
    """Show since when each key is in use: the note that introduces it, signed by the one before."""
    found = checkpoint_keys.introduced(checkpoint_keys.folder_beside(settings().files))
    return _text("\n".join(str(one.note) for one in reversed(found)))


def _text(lines: str) -> ResponseReturnValue:
    return Response(lines or NONE_YET, 200 if lines else 404, mimetype="text/plain")
