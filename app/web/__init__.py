"""What a visitor meets: thin routes, page contexts, rendering, addresses."""
