from . import complaint, home, link, open_day, outgoing, portal, public, report
