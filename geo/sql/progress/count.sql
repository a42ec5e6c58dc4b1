-- How many progress reports are public: a scalar query.
coalesce((SELECT features FROM published.collection_count WHERE collection = 'progress'), 0)
