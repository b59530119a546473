"""Operations: their two tiers, their lifecycle, and which agencies they require."""
