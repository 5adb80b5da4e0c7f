"""The rooms of the inpainting scene: repair, and rain."""
