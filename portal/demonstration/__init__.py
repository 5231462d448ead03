"""The demonstration: believable plans, written by the same actions that people use."""
