"""Pictures to look at, drawn once a run."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import cv2
import numpy as np
import pytest

from device_profiles.profiles import load_procedures
from edge_agent.capture.image import Image
from edge_agent.devices.scanner import ScanRequest
from edge_agent.devices.simulated.photograph import Photograph
from edge_agent.devices.simulated.scanner import photographs_of
from edge_agent.forms.content import FormContent, form_content

Photographed = Callable[[str, int], Photograph]


@pytest.fixture(scope="session")
def form_request() -> ScanRequest:
    application = {"customer-name": "王小明", "id-number": "110105198001019979", "phone": "13800000000"}
    form = form_content(load_procedures()["open-account"], "application-form", "east-0199", application)
    return ScanRequest("application-form", "east-0199", "open-account", application, form)


@pytest.fixture(scope="session")
def form(form_request: ScanRequest) -> FormContent:
    """The application form of a customer, filled in."""
    assert form_request.form is not None
    return form_request.form


@pytest.fixture(scope="session")
def photographed(form_request: ScanRequest) -> Photographed:
    """Return the photograph of a material, by its name and the seed."""

    def taken(material: str, seed: int) -> Photograph:
        form = form_request.form if material == "application-form" else None
        return photographs_of(replace(form_request, material=material, form=form), seed)[-1]

    return cache(taken)


@pytest.fixture(scope="session")
def gradient() -> Image:
    """An ordinary picture with nothing on it: (120, 160, 3) uint8 BGR."""
    across = np.linspace(0, 255, 160, dtype=np.uint8)
    return np.ascontiguousarray(np.broadcast_to(across[None, :, None], (120, 160, 3)))


@pytest.fixture(scope="session")
def jpeg(gradient: Image) -> bytes:
    return cv2.imencode(".jpg", gradient)[1].tobytes()


@pytest.fixture(scope="session")
def png(gradient: Image) -> bytes:
    return cv2.imencode(".png", gradient)[1].tobytes()
