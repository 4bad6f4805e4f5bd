"""Write many records with the number of queries of few."""

import threading
from contextlib import contextmanager

from odoo.orm import fields as orm_fields
from odoo.orm import models as orm_models

#: Rows of one INSERT, UPDATE or SELECT; a register is smaller, and one statement of it stays far below any limit.
WIDE = 50_000

_split_every = orm_models.split_every


def _split_wide(size, iterable, *args, **kwargs):
    return _split_every(max(size, WIDE), iterable, *args, **kwargs)


#: Where the ORM splits: its INSERTs at 100 rows, its UPDATEs at 100 and 1,000, its reading ahead at 1,000.
_WIDER = (
    (orm_models, "split_every", _split_wide),
    (orm_models, "PREFETCH_MAX", WIDE),
    (orm_fields, "PREFETCH_MAX", WIDE),
)
_lock = threading.Lock()
_inside = 0
_normal: list = []


@contextmanager
def wide_batches():
    """While it lasts the ORM splits its statements at 50,000 rows instead of 100 and 1,000.

    These limits are names of Odoo's modules and no settings, so other threads get the wider ones for a moment, which
    costs them nothing. The last one to leave puts them back.
    """
    global _inside  # noqa: PLW0603 – what it guards is as global
    with _lock:
        if not _inside:
            _normal[:] = [getattr(owner, name) for owner, name, _value in _WIDER]
            for owner, name, value in _WIDER:
                setattr(owner, name, value)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if not _inside:
                for (owner, name, _value), value in zip(_WIDER, _normal, strict=True):
                    setattr(owner, name, value)
