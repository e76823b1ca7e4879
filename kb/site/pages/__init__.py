"""The pages that staff use, one module each."""
