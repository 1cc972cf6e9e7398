"""Faces: whether a customer stands before the camera, and whether two pictures are alike.

Nothing here claims that a face is alive, and nothing decides: findings help the person who reviews.
"""
