"""How facts look: Folium maps, palette, legends, the progress curve and the browser assets."""
