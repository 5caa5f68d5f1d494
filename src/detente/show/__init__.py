"""The brief and its charts."""
