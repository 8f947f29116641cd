"""The wire protocols of the SES services, each driven by botocore's model."""
