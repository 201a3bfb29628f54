"""Stage 4: findings on form, identity, authority and fee."""
