# The inbox: list, conversation, reply.
