"""The ``AWS::SES::*`` resource types, found by walking this folder."""
