"""Where telemetry goes: one adapter a store."""
