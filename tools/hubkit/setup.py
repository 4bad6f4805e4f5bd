"""The set-up that every command needs, each part done once."""

import os
import shutil

from .console import HubError
from .database import Databases
from .odoo_source import OdooSource
from .packages import ensure_node, ensure_odoo_importable, ensure_test_packages, ensure_venv
from .postgres import Cluster, open_cluster
from .settings import Settings
from .system import ensure_packages

NEEDED_BYTES = 4 * 1024**3


def ensure_software(settings: Settings, tests: bool = False) -> None:
    """System packages, virtual environment, node modules and Odoo."""
    try:
        settings.state.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HubError(f"{settings.state} cannot be written: {error.strerror}.", "Check its owner.") from None
    free = shutil.disk_usage(settings.state).free
    if free < NEEDED_BYTES and not settings.python.exists():
        raise HubError(
            f"Only {free / 1024**3:.1f} GiB are free where {settings.state} lies.",
            f"The suite needs {NEEDED_BYTES // 1024**3} GiB: make room, or set HUB_STATE_DIR to another disk.",
        )
    ensure_packages(settings.config, tests)
    ensure_venv(settings)
    if tests:
        ensure_test_packages(settings)
    ensure_node(settings)
    ensure_odoo_importable(settings, OdooSource(settings).ensure())


def ensure_databases(settings: Settings, name: str = "", tests: bool = False) -> tuple[Databases, bool]:
    """The database server for ``name`` (default: ``HUB_CLUSTER``, or main); also whether this call started it."""
    ensure_software(settings, tests)
    cluster = open_cluster(settings, name or os.environ.get("HUB_CLUSTER") or "main")
    started = cluster.start()
    return Databases(settings, cluster), started


def clusters(settings: Settings) -> list[Cluster]:
    return [open_cluster(settings, name) for name in ("main", "test")]
