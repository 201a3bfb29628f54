"""The auditor's tools: that the record is whole, what it says of a case in people's words, and the ledger of requests."""
