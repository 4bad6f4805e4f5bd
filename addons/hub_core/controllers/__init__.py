from . import public, report
