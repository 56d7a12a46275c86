"""The deterministic checks, a file each: every one takes a claim's reading and its sources and gives findings.

``rag.verify.check`` has their order.
"""
