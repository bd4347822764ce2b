"""What people write, read and cross-checked."""
