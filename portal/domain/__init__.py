"""What is true: the rules of a mutual action plan, without clock, randomness or I/O."""
