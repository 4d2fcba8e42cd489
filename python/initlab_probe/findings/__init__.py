"""Findings: one file for each kind, each with its rule and where its threshold comes from."""
