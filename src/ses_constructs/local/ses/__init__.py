"""An emulated Amazon SES: its state, its APIs and its CloudFormation resources, free of any other emulator.

``service.Ses`` is the door. The rest of AWS is behind ``ses_constructs.local.world.World``.
"""
