"""Everything kaiji does to a packet; nouns live beside stages because the owner fixed the top level of the tree."""
