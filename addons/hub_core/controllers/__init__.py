from . import outgoing, public, report
