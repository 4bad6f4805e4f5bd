from . import complaint, link, open_day, outgoing, public, report
