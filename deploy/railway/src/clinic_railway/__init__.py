"""The clinic on Railway: its project definition, its sizes, its price."""
