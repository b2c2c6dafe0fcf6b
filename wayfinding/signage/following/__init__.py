"""Who arrives by the signs alone, and what each sign's failure costs."""
