"""Pure image work: bytes in, findings out. No I/O, no clock, no device."""

import os

# onnxruntime reports its use to its maker, from its import on. Nothing about a customer may leave the
# device, so whatever of ours imports it comes through here first.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
