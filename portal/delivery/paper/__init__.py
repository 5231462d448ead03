"""The plan on paper: what a page about a plan is made from, turned into words and pictures."""
