"""Drawings of a plan as SVG: the road, the cash flow, the implementation plan; the same on screen and on paper."""
