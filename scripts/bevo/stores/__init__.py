"""Triple stores over the network: asked and loaded."""
