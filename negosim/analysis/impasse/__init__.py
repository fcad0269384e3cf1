"""Why a meeting came to no deal: who blocked what, who was short, and what would have opened a deal."""
