"""Drawings of a plan as SVG, on screen and on paper: road, cash flow, implementation plan."""
