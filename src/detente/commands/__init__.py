"""Groups of commands, one module each, that the command line registers."""
