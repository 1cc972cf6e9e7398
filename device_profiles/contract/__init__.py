"""The language of Tongban, pure: identifiers, topics, envelope, messages, codec, errors.

Knows pydantic and the standard library, and performs no I/O.
"""
