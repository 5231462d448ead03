"""Costs against benefits: the case, its figures, the claims made of it and what changed in it."""
