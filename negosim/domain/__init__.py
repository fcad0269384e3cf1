"""What is disputed and what each side wants: issues, outcomes, exact preferences, and keyed random numbers."""
