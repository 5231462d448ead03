"""Verifying: a PDF is judged by itself, offline: its seal, and the record inside it."""
