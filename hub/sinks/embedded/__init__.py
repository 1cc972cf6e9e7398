"""The embedded telemetry store: SQLite files in a folder of their own, one for each day.

    index.sqlite                  each device's latest reading, its boots, and the numbers that never came
    2026-11-20.sqlite             a day's readings, a row each, and what they come to by the minute
    2026-11-20.quarters.sqlite    what they come to by the quarter of an hour, which is kept longer

Days are of UTC. What is too old is deleted a file at a time (ADR 27).
"""
