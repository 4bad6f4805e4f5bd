from . import complaint, link, outgoing, public, report
