"""N sending domains provisioned in three ways; ``make bench`` runs it, the README shows the table."""
