"""The shipped detector, loaded once."""

import pytest

from models.detection.detect import shipped
from models.detection.network import Detector


@pytest.fixture(scope="package")
def detector() -> Detector:
    return shipped()
