from . import public_request
