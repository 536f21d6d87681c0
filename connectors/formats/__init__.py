"""What readers share: text, XML, XSD, JSON and the web."""
