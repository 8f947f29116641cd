"""N sending domains provisioned in four ways; ``make bench`` runs it, the README shows the table."""
