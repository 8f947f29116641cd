"""The SMTP interface of the emulated SES, on the loopback address."""
