"""The rules, one a file: a record ``RULE`` and a function ``check``. Adding a file adds the rule."""
