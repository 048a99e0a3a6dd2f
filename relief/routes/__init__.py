"""Routes: deliveries in the order of one trip, with its vehicle and its driver."""
