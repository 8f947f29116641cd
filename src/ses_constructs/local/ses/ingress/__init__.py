"""Mail Manager at work: mail that comes to an ingress point, its traffic policy, its rule set, archives."""
