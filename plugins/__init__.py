"""The built-in plugins; third parties name their packages otherwise."""
