"""The queue that delivers accepted work: the only room that imports huey. Not furnished yet."""
