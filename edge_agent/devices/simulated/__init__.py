"""The simulated peripherals that ship with the product, for the demo and the tests."""
