"""What a document or a question looks like, as values for templates; both sides show the same."""
