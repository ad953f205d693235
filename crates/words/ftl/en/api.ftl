# Sentences of the programs' interface, for whoever looks over their shoulder.

api-not-found = It is not there, or not for you to see.
api-too-many-requests = Too many requests. The answer says when to try again.
