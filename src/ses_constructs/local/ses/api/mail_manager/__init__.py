"""Operations of Mail Manager."""
