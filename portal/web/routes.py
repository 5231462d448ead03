"""Every blueprint of the application, in the order they are registered."""

from portal.web.buyer.routes import blueprint as buyer
from portal.web.public.checkpoints import blueprint as checkpoints
from portal.web.public.mailbox import blueprint as mailbox
from portal.web.public.routes import blueprint as public
from portal.web.public.verify import blueprint as verify
from portal.web.seller.routes import blueprint as seller

BLUEPRINTS = (public, verify, checkpoints, mailbox, buyer, seller)
