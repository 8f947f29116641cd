"""Mail from the internet by SMTP, on the loopback address."""
