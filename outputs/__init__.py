"""Tables in; maps, reports and exports out: one product per file."""
