"""Drafts data/station_graph.geojson: the schematic plan of the hub, in metres, part by part.

`python -m drafting` writes the file. The plan follows one concept that fits every stated fact; what is stated is
marked `brief` or `public` where it is drawn, and everything else stays `assumed`.
"""
