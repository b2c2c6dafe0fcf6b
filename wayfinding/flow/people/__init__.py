"""Who comes when, from where to where: a day of people drawn from a demand or from counts."""
