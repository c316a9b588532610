"""What every visitor and every monitor asks for, and what an administrator runs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from django.test import Client
from django.utils import timezone

from bench.scenarios import Act, scenario
from bench.world import World
from isonomy.base.jobs.lease import beat
from isonomy.base.keeping.backup import back_up


@scenario("sign-in page", queries=2)
def sign_in(world: World) -> Act:
    stranger = Client()
    return lambda: stranger.get("/account/login/")


@scenario("home")
def home(world: World) -> Act:
    path = f"/o/{world.organisation.slug}/"
    return lambda: world.client.get(path)


@scenario("health, with a sign of life")
def health(world: World) -> Act:
    stranger = Client()

    def look() -> object:
        beat(worker_id="bench", now=timezone.now())
        return stranger.get("/health")

    return look


@scenario("backup", rounds=3)
def backup(world: World) -> Act:
    folder = Path(tempfile.mkdtemp(prefix="isonomy-bench-"))

    def make() -> object:
        made = back_up(folder / "bench.zip")
        made.path.unlink()
        return shutil.disk_usage(folder)

    return make
