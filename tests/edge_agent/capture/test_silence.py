"""What looks at pictures tells nobody about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SILENCING = {"ORT_DISABLE_TELEMETRY", "CI"}  # it keeps silent by itself where it is tested
PROGRAM = "import {before}; import onnxruntime; onnxruntime.get_available_providers()"


def left_by(before: str, folder: Path) -> list[str]:
    """What a program leaves among its temporary files when it has imported that and then onnxruntime."""
    folder.mkdir()
    own = {name: value for name, value in os.environ.items() if name not in SILENCING}
    program = [sys.executable, "-c", PROGRAM.format(before=before)]
    subprocess.run(program, env={**own, "TMPDIR": str(folder)}, check=True)
    return [file.name for file in folder.iterdir()]


def test_onnxruntime_begins_no_session_of_telemetry(tmp_path: Path) -> None:
    assert left_by("os", tmp_path / "bare"), (
        "it leaves no trace any more: look anew how it is told to be silent"
    )
    assert left_by("edge_agent.capture", tmp_path / "ours") == []
