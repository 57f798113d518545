"""Stories through the gateway, run on both foundations."""
