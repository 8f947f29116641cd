"""Operations of SES v2 (REST)."""
