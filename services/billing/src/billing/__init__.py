"""Fees, invoices, payments and the ledger."""
