"""Who did what to whom, in PLOVER terms: frames over dependency trees."""
