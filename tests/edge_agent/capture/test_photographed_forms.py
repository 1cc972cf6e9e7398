"""A form printed, photographed at 5 megapixels by a seeded hand, and read: the shares that must hold."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pytest
from PIL import Image

from edge_agent.capture.image import decode
from edge_agent.capture.paper import look_at_paper
from edge_agent.devices.simulated.application_form import printed_pages, signed
from edge_agent.devices.simulated.handwriting import handwritten_signature
from edge_agent.devices.simulated.photograph import EASY, HARD, MEDIUM, Photograph, photograph
from edge_agent.forms.content import FormContent

WIDTH_PX, HEIGHT_PX = 1950, 2600
SEEDS = range(100) if os.environ.get("CI") else range(12)
HARDNESSES = (EASY, MEDIUM, HARD)


@dataclass(frozen=True, slots=True)
class Trial:
    """How one photograph was read: the worst corner in px of the picture, the code, the signature."""

    seed: int
    off_px: float
    code_is_right: bool
    signature_is_right: bool
    is_sure: bool


def taken(form: FormContent, seed: int, *, is_signed: bool) -> Photograph:
    chance = np.random.default_rng(seed)
    sheet = printed_pages(form)[-1]
    sheet = signed(sheet, handwritten_signature(chance)) if is_signed else sheet
    return photograph(Image.fromarray(sheet), chance, WIDTH_PX, HEIGHT_PX, HARDNESSES[seed % 3])


def tried(form: FormContent, seed: int) -> Trial:
    is_signed = seed // 3 % 2 == 0
    picture = taken(form, seed, is_signed=is_signed)
    paper = look_at_paper(decode(picture.jpeg))
    if paper.page is None or paper.page.how != "markers":
        return Trial(seed, float("inf"), code_is_right=False, signature_is_right=False, is_sure=False)
    off_px = np.linalg.norm(np.array(paper.page.corners) - np.array(picture.corners), axis=1).max()
    return Trial(
        seed,
        float(off_px),
        code_is_right=paper.form is not None and paper.form.identity == form.identity(),
        signature_is_right=paper.signed is not None and paper.signed.inked == is_signed,
        is_sure=paper.signed is not None and paper.signed.confidence > 0.9,
    )


@pytest.fixture(scope="module")
def trials(form: FormContent) -> Sequence[Trial]:
    with ThreadPoolExecutor(2) as pool:
        return tuple(pool.map(lambda seed: tried(form, seed), SEEDS))


def failed(trials: Sequence[Trial], name: str) -> list[int]:
    return [trial.seed for trial in trials if not getattr(trial, name)]


def test_99_of_100_are_straightened_within_2_px(trials: Sequence[Trial]) -> None:
    missed = [trial for trial in trials if trial.off_px > 2]
    assert len(missed) <= len(trials) // 100, missed


@pytest.mark.parametrize("name", ["code_is_right", "signature_is_right", "is_sure"])
def test_99_of_100_are_read(trials: Sequence[Trial], name: str) -> None:
    assert len(failed(trials, name)) <= len(trials) // 100, failed(trials, name)
