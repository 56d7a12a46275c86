"""Retrieval, answering and verification over a library of reports."""
