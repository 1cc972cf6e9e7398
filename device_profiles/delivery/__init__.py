"""Both sides of the guarantee: MQTT session, outbox, inbox, receipts, chunks.

The broker may lose, repeat and reorder. What is kept here in a database transaction, numbered, sent
again until a receipt comes and taken in exactly once makes up for it (DESIGN section 4).
"""
