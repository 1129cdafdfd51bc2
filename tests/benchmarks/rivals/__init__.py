"""Other ways to search the same articles: each is built once a store and asked the same trees."""
