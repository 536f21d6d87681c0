"""The iStandaarden of Dutch care, iJw and iWmo: from a message to what happened.

    part        an XML element by the local names of what stands in it, whatever the version's namespace
    message     which message it is, between whom, of when
    checks      whether it is whole
    reading     from a file to the message in it
    schemas     validation against XSDs that the user has
    partners    the code list: what a gemeente or aanbieder is called
    words       codes in plain Dutch
    about       what a thing is about and whose it is: what every row says
    rows        the things that a message tells, one row each
    refusals    what a return message refuses

`connectors.messages.ijw` makes source kinds of it.
"""
