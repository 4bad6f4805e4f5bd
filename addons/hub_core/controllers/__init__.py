from . import complaint, home, link, login, open_day, outgoing, portal, public, report
