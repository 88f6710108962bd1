"""The central one-stop gateway: takes in what desks send, once; gives back codes, statuses and proofs. A small real server.

May import sync.wire, connectors, domain and the bottom layer, nothing else of ours. One more message: a model and a route.
"""
