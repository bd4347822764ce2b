"""The files of ``dist/`` beside the site."""
