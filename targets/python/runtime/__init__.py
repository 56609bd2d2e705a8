"""The run-time support of the emitted Python module.

An emitted module is one file: of each file here it holds what follows the line ``# --- emitted ---``. Only the standard library
is used, and nothing that Python 3.10 doesn't have.
"""
