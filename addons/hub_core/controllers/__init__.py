from . import link, outgoing, public, report
