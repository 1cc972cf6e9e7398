"""`tongban simulate`: believable devices that report to a real hub, for demos, training and load."""
