"""Write many records with the number of queries of few."""

import threading
from contextlib import contextmanager

from odoo.orm import fields as orm_fields
from odoo.orm import fields_relational as orm_relational
from odoo.orm import models as orm_models
from odoo.sql_db import BaseCursor

#: Rows of one INSERT, UPDATE or SELECT; a register is smaller, and one statement of it stays far below any limit.
WIDE = 50_000

_LIMITS = (
    (orm_models, "INSERT_BATCH_SIZE"),
    (orm_models, "UPDATE_BATCH_SIZE"),
    (orm_models, "PREFETCH_MAX"),
    (orm_fields, "PREFETCH_MAX"),
    (orm_relational, "PREFETCH_MAX"),
    (BaseCursor, "IN_MAX"),
)
_lock = threading.Lock()
_users = 0
_normal: list[int] = []


@contextmanager
def wide_batches():
    """While it lasts the ORM splits its statements at 50,000 rows instead of 100 and 1,000.

    The limits are constants of Odoo's modules, so other threads get the wider ones for a moment, which costs them
    nothing. The last one to leave puts them back.
    """
    global _users  # noqa: PLW0603 – the constants that it guards are as global
    with _lock:
        if not _users:
            _normal[:] = [getattr(owner, name) for owner, name in _LIMITS]
            for owner, name in _LIMITS:
                setattr(owner, name, WIDE)
        _users += 1
    try:
        yield
    finally:
        with _lock:
            _users -= 1
            if not _users:
                for (owner, name), value in zip(_LIMITS, _normal, strict=True):
                    setattr(owner, name, value)
