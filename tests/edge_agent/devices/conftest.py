"""What the person was asked for, and files a scanner may drop."""

import cv2
import numpy as np
import pytest

from device_profiles.profiles import load_procedures
from edge_agent.devices.scanner import ScanRequest
from edge_agent.forms.content import form_content


@pytest.fixture
def request_for_form() -> ScanRequest:
    application = {"customer-name": "王小明", "phone": "13800000000"}
    form = form_content(load_procedures()["open-account"], "application-form", "east-0199", application)
    return ScanRequest("application-form", "east-0199", "open-account", application, form)


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    noise = np.random.default_rng(1).integers(0, 256, (64, 64, 3), np.uint8)
    return cv2.imencode(".jpg", noise)[1].tobytes()


@pytest.fixture(scope="session")
def png() -> bytes:
    return cv2.imencode(".png", np.zeros((64, 64, 3), np.uint8))[1].tobytes()


@pytest.fixture(scope="session")
def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
