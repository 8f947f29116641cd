"""Operations of SES v1 (Query)."""
