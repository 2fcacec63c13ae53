"""The pieces that a screen is put together from: each draws one thing into a box and knows nothing of the others."""
