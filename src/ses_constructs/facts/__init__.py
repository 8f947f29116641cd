"""What SES says, as data and pure functions; one subject a file, each value with its source."""
