"""Project networks: activities that wait for each other, their critical path and their dates."""
