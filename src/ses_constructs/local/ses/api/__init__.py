"""Handlers of API operations, found by walking these folders: one service a folder, one noun a file."""
