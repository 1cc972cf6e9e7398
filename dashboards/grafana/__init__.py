"""Grafana's view of the same store: dashboards generated from the profiles, and their provisioning.

`boards/` holds what was generated, `provisioning/` what Grafana reads at its start.
"""
