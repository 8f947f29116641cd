"""One page that shows what an assembly does to mail: maps, records, permissions, costs, limits and findings.

``python -m ses_constructs.review cdk.out --html review.html`` writes it. The maps are laid out by igraph and the
page is filled by Jinja, both of the extra ``review``; neither is imported before a page is asked for.
"""
