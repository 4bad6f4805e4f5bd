"""Runs inside the virtual environment: ``python shell_runner.py CONFIG DATABASE FILE``.

The script sees ``env`` (superuser), ``self`` (its user) and ``odoo``. What it changes is
committed at the end, or when it calls ``env.cr.commit()``; an exception rolls back and gives
exit status 1. Logs and tracebacks go to stderr.
"""

import code
import logging
import sys
import traceback
from pathlib import Path

import odoo
import odoo.api
import odoo.modules.registry
import odoo.service.server
from odoo.tools import config


def main(config_file: str, database: str, script: str) -> int:
    config.parse_config(["-c", config_file, "-d", database, "--no-http"], setup_logging=True)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(sys.stderr)
    registry = odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        env = odoo.api.Environment(cr, odoo.api.SUPERUSER_ID, {})
        context = env["res.users"].context_get()
        env = env(context=context)
        names = {"__name__": "__main__", "env": env, "self": env.user, "odoo": odoo}
        if script == "-" and sys.stdin.isatty():
            code.interact(banner="env is ready; env.cr.commit() keeps changes", local=names)
            cr.rollback()
            return 0
        text = sys.stdin.read() if script == "-" else Path(script).read_text(encoding="utf-8")
        try:
            exec(compile(text, "<stdin>" if script == "-" else script, "exec"), names)  # noqa: S102
            env.flush_all()
            cr.commit()
        except SystemExit as stop:
            cr.commit()
            return stop.code if isinstance(stop.code, int) else int(bool(stop.code))
        except BaseException:
            cr.rollback()
            traceback.print_exc()
            return 1
    return 0


if __name__ == "__main__":
    status = main(*sys.argv[1:])
    sys.stdout.flush()
    sys.exit(status)
