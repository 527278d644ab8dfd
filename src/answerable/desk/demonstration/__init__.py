"""The demonstration survey: the simulated country half-way through a round, with a full inbox.

Every letter in it is invented here, and every address ends in `.example`, which leads nowhere.
"""
