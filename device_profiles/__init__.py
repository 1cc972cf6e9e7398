"""What a device is, what it may say, and how it says it: the contract that both programs share."""
