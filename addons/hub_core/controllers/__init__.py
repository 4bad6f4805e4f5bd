from . import link, open_day, outgoing, public, report
