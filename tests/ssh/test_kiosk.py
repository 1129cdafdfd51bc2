"""A kiosk over real SSH, by the very lines that ``wenren server lines`` prints."""

from __future__ import annotations

import grp
import os
from pathlib import Path

import pytest

from tests.benchmarks.generate import build
from tests.pty.program import ROOT, WENREN, environment, newest
from tests.pty.terminal import Terminal
from tests.ssh import server
from tests.ssh.server import missing, serving
from tui.commandline.deployment import Deployment, sshd

reason = missing()
pytestmark = pytest.mark.skipif(reason is not None, reason=reason or "")


def test_a_key_says_who_reads_and_nobody_does_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, home = tmp_path / "store", tmp_path / "home"
    build(store, 30)
    home.mkdir()
    program = ("env", f"HOME={home}", f"PYTHONPATH={ROOT}", *WENREN)
    given = Deployment(store, program, grp.getgrgid(os.getgid()).gr_name, "wenren")
    lines = "\n".join(sshd(given)).replace("{", "{{").replace("}", "}}")
    monkeypatch.setattr(server, "_CONFIG", f"{server._CONFIG}\n{lines}\n")
    # What a client would have: another program, no kiosk, a file written.
    hostile = {"WENREN_KIOSK": "0", "TEXTUAL_LOG": str(tmp_path / "log"), "LC_ALL": "C.UTF-8"}
    with serving(tmp_path, "echo not this one") as at:
        key = tmp_path / "reader.pub"
        key.write_text(f'environment="WENREN_USER=小王" {key.read_text()}', "utf-8")
        names = ("-o", f"SendEnv={' '.join(hostile)}")
        words = [*at.login[:1], *names, *at.login[1:], "id; echo escaped"]
        with Terminal(words, environment(tmp_path, **hostile)) as terminal:
            terminal.wait_for(newest(store))
            terminal.settle()
            terminal.send("A")
            terminal.wait_for("这里只读")
            terminal.send("s")
            terminal.wait_for("*")
            terminal.send("q")
            assert terminal.wait_end(20) == 0
            assert "escaped" not in terminal.output
    (journal,) = home.rglob("*.jsonl")
    assert journal.name == "%E5%B0%8F%E7%8E%8B.jsonl"
    assert '"star"' in journal.read_text()
    assert not (tmp_path / "log").exists()
