"""A face model and its manifest: ours, an operator's own, and those that will not do."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest

from edge_agent.capture.faces.embedder import OnnxEmbedder, _similarity, open_embedder
from edge_agent.capture.faces.manifest import DEFAULT_MANIFEST, FaceModelError, read_manifest, read_model

GOOD = DEFAULT_MANIFEST.read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    manifest = folder / "own.toml"
    manifest.write_text(text, encoding="utf-8")
    return manifest


def test_ours_says_where_it_comes_from_and_under_what_licence() -> None:
    ours = read_manifest(DEFAULT_MANIFEST)
    assert "faceplugin-face-recognition-js" in ours.provenance
    assert "does not say" in ours.licence
    assert (ours.unlike_below, ours.alike_from) == (0.34, 0.46)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("alike_from = 0.46", "alike_from = 0.3", "unlike_below 0.34 is not below alike_from 0.3"),
        ("alike_from = 0.46", "alike_from = 46", "alike_from: Input should be less"),
        ('channels = "BGR"', 'channels = "GBR"', "channels: Input should be 'BGR' or 'RGB'"),
        ('file = "fr_feature.onnx"', 'file = "../fr_feature.onnx"', "file: String should match"),
        ("sha256", "sha265", "sha256: Field required"),
        ("mean = 127.0", "mean = nan", "mean: Input should be a finite number"),
        ("[55.77, 79.62]]", "]", "template.4: Field required"),
        ("name =", "name", "cannot be read as TOML"),
    ],
)
def test_a_mistake_is_told_by_its_key(tmp_path: Path, was: str, becomes: str, says: str) -> None:
    with pytest.raises(FaceModelError, match=f"own.toml.*{says}"):
        read_manifest(written(tmp_path, GOOD.replace(was, becomes, 1)))


def test_a_manifest_that_is_not_there_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(FaceModelError, match="No such file"):
        open_embedder(tmp_path / "nowhere.toml", tmp_path)


def test_without_our_model_the_operator_is_told_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(FaceModelError, match=r"face_model\.sh --get"):
        open_embedder(None, tmp_path)


def test_another_file_under_the_name_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "fr_feature.onnx").write_bytes(b"another model")
    with pytest.raises(FaceModelError, match="SHA-256 differs"):
        open_embedder(None, tmp_path)


@pytest.mark.parametrize("content", [b"", b"no model at all", bytes(range(256)) * 40])
def test_a_file_that_is_no_model_is_an_error_and_not_a_crash(tmp_path: Path, content: bytes) -> None:
    sha256 = hashlib.sha256(content).hexdigest()
    own = written(tmp_path, GOOD.replace(read_manifest(DEFAULT_MANIFEST).sha256, sha256))
    (tmp_path / "fr_feature.onnx").write_bytes(content)
    with pytest.raises(FaceModelError, match="cannot be read"):
        open_embedder(own, Path("elsewhere"))


def test_an_operator_s_own_model_lies_beside_its_manifest(tmp_path: Path) -> None:
    own = read_manifest(written(tmp_path, GOOD))
    (tmp_path / own.file).write_bytes(b"bytes")
    sha256 = hashlib.sha256(b"bytes").hexdigest()
    assert read_model(own.model_copy(update={"sha256": sha256}), tmp_path) == b"bytes"
    with pytest.raises(FaceModelError, match="cannot be read"):
        OnnxEmbedder(own, b"bytes")


def test_points_are_laid_on_the_template_however_the_face_lies() -> None:
    goal = np.array(read_manifest(DEFAULT_MANIFEST).template, np.float32)
    turn = 2.5 * np.array([(np.cos(0.4), -np.sin(0.4)), (np.sin(0.4), np.cos(0.4))])
    points = np.asarray(goal @ turn.T + (300, 80), np.float32)
    found = _similarity(points, goal)
    assert np.abs(points @ found[:, :2].T + found[:, 2] - goal).max() < 0.01
