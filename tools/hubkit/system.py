"""What the operating system must bring, and how to get it."""

import ctypes
import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from .console import HubError, say, step


def _has(check: str) -> bool:
    kind, _, what = check.partition(":")
    if kind == "python":
        return all(importlib.util.find_spec(name) for name in what.split(","))
    if kind == "command":
        return bool(shutil.which(what))
    if kind == "file":
        return Path(what).exists()
    if kind == "library":
        try:
            ctypes.CDLL(what)
        except OSError:
            return False
        return True
    raise HubError(f"config/platform.toml: the check '{check}' is of no known kind.")


def missing_packages(config: dict, tests: bool) -> list[dict]:
    needs = config["system"]["needs"]
    return [need for need in needs if (tests or not need.get("tests")) and not _has(need["check"])]


def ensure_packages(config: dict, tests: bool) -> None:
    """Install the system packages that are missing, saying what and why."""
    missing = missing_packages(config, tests)
    if not missing:
        return
    names = [need["package"] for need in missing]
    say("This machine lacks:")
    for need in missing:
        say(f"  {need['package']}: {need['why']}")
    by_hand = f"Install them by hand: apt-get install {' '.join(names)}"
    if not shutil.which("apt-get"):
        raise HubError("This is not a Debian system, so packages cannot be installed here.", by_hand)
    prefix = []
    if os.geteuid() != 0:
        if not shutil.which("sudo"):
            raise HubError("System packages are missing and there is no sudo.", by_hand)
        say("  sudo may ask for your password, once.")
        prefix = ["sudo"]
    with step("installing system packages", "a minute or two"):
        _apt(prefix, ["update", "-q"], by_hand, fatal=False)
        _apt(prefix, ["install", "-y", "-q", "--no-install-recommends", *names], by_hand)
    still = missing_packages(config, tests)
    if still:
        names = ", ".join(need["check"].partition(":")[2] for need in still)
        raise HubError(f"After installing, the system still lacks: {names}.", by_hand)


def _apt(prefix: list[str], arguments: list[str], by_hand: str, fatal: bool = True) -> None:
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    if prefix:
        prefix = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive"]
    done = subprocess.run([*prefix, "apt-get", *arguments], env=env, capture_output=True, text=True, check=False)
    if done.returncode and fatal:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise HubError(f"apt-get {arguments[0]} failed: {reason}", by_hand)
