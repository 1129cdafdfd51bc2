"""``wenren server`` and ``--kiosk`` at the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.benchmarks.generate import build
from tests.command_line import text_of, wenren
from tests.ssh.server import missing
from tui.commandline.deployment import Deployment, service, sshd

NASTY = Path('/srv/a b%$c"d/新闻')


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("server") / "store"
    build(folder, 10)
    return folder


def test_what_is_checked_is_told_line_by_line(store: Path) -> None:
    done = text_of(wenren("--store", store, "server", "check", WENREN_LANG="en"))
    told = {line[3:].partition(":")[0] for line in done.stdout.splitlines()}
    assert {"store", "index", "feeds", "disk", "version", "locale", "marks"} <= told
    assert done.returncode == int("!!" in done.stdout)
    done = text_of(wenren("--store", store, "server", "check", "--json", "--user", "wang"))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert {frozenset(each) for each in found} == {frozenset(("level", "about", "said", "do"))}
    assert any("wang" in each["said"] for each in found if each["about"] == "marks")


def test_what_is_wrong_is_an_exit_code(tmp_path: Path) -> None:
    done = text_of(wenren("--store", tmp_path, "server", "check", WENREN_LANG="en"))
    assert done.returncode == 1
    assert f"!! store: {tmp_path}: no store" in done.stdout


def test_the_browser_and_nothing_else(store: Path) -> None:
    words = (
        "add x|fetch|feeds list|reindex|retag|doctor|export|list|show x|tag|demo|config|diff x"
        "|server check|actors hide x|mark read x|searches import x|search x|backup x"
    )
    for asked in map(str.split, words.split("|")):
        done = text_of(wenren("--kiosk", "--store", store, *asked))
        assert done.returncode == 2, asked
        assert done.stdout == ""
        assert done.stderr.startswith(f"wenren: {asked[0]}: ")
        assert done.stderr.count("\n") == 1
    assert text_of(wenren("fetch", "--store", store, WENREN_KIOSK="1")).returncode == 2
    assert text_of(wenren("--kiosk", "--version")).stdout.startswith("wenren ")
    keys = [json.loads(line) for line in wenren("--kiosk", "keys", "--json").stdout.splitlines()]
    assert {each["command"] for each in keys if not each["kiosk"]} >= {"add", "fetch", "amend-hide"}
    # No command: a search, for which there is no terminal here.
    assert text_of(wenren("--kiosk", "--store", store, "普京")).returncode == 3


def test_the_lines_for_one_file(store: Path) -> None:
    done = text_of(wenren("--store", store, "server", "lines", "timer"))
    assert done.stdout.startswith("# /etc/systemd/system/wenren-fetch.timer\n[Unit]\n")
    done = text_of(wenren("--store", store, "server", "lines", "--writer", "a\nUser=root"))
    assert done.returncode == 1
    assert "\nUser=root" not in done.stdout


@pytest.mark.skipif(missing() is not None, reason=missing() or "")
@pytest.mark.parametrize("folder", [Path("/srv/news"), NASTY])
def test_sshd_takes_the_lines(folder: Path, tmp_path: Path) -> None:
    key, config = tmp_path / "key", tmp_path / "config"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    given = Deployment(folder, ("/opt/wenren/bin/wenren",), "root", "wenren")
    config.write_text("\n".join([f"HostKey {key}", *sshd(given), ""]))
    path = shutil.which("sshd", path="/usr/sbin:/sbin:/usr/bin") or "sshd"
    done = subprocess.run([path, "-t", "-f", config], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    asked = [path, "-T", "-f", str(config), "-C", "user=root,host=x,addr=127.0.0.1"]
    told = subprocess.run(asked, capture_output=True, text=True).stdout
    assert "forcecommand /opt/wenren/bin/wenren --kiosk --store " in told
    assert "permituserenvironment WENREN_USER" in told


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
@pytest.mark.parametrize("folder", [Path("/srv/news"), NASTY])
def test_systemd_takes_the_units(folder: Path, store: Path, tmp_path: Path) -> None:
    made = tmp_path / "wenren-fetch.service"
    given = Deployment(folder, ("/bin/true",), "readers", "root")
    made.write_text("\n".join([*service(given), ""]))
    timer = tmp_path / "wenren-fetch.timer"
    timer.write_bytes(wenren("--store", store, "server", "lines", "timer").stdout)
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", made, timer], capture_output=True, text=True
    )
    ours = [line for line in done.stderr.splitlines() if "wenren-fetch" in line]
    assert ours == []
