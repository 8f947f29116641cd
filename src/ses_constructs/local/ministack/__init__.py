"""The adapter to MiniStack, and the only place that imports it.

``application`` is the whole: MiniStack with our SES in front. ``contract`` lists what of MiniStack's private parts
is used, and refuses to start with a release in which they are not what they were.
"""
