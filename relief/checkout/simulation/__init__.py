"""A small provider on this machine: for tests, and for trying the product before there is a key.

It keeps everything in memory, speaks the part of the interface that Relief uses, signs its notices
as the real one does, and refuses what the real one refuses. It never runs in production, and it
knows nothing of the application: what passes between them goes through sockets.
"""
