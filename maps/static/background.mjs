/** What lies under the works where no tiles are shown: coast, rivers and roads as lines of our own, with names. */

import { fetchFeatures } from './feed.mjs';
import { label, spread } from './labels.mjs';
import { svgOf } from './panes.mjs';
import { placed } from './sides.mjs';
import { nameIn } from './texts.mjs';

const ORDER = ['river', 'road', 'coast'];
const NAMED_FROM = 13; // zoom
const STEPS = 8; // places tried on each stretch of a line

/** Draws the lines of a GeoJSON with the properties `kind` (coast, river, road) and `names`. */
export async function background(map, { url }) {
  const { features } = await fetchFeatures(url);
  const known = features.filter(({ properties }) => ORDER.includes(properties.kind));
  known.sort((a, b) => ORDER.indexOf(a.properties.kind) - ORDER.indexOf(b.properties.kind));
  L.geoJSON(known, {
    interactive: false,
    renderer: svgOf(map, 'background'),
    pane: 'background',
    coordsToLatLng: placed(map),
    style: ({ properties }) => ({ className: `map-line map-line-${properties.kind}`, fill: false }),
    onEachFeature: ({ properties }, line) => named(map, line, properties),
  }).addTo(map);
  spread(map);
}

function named(map, line, { kind, names, name }) {
  const shown = nameIn(names, name ?? '');
  if (kind === 'coast' || !shown) return;
  const places = line.getLatLngs().flat(Infinity);
  label(map, places[0], [['map-label-name', shown]], { kind, rank: -1, leastZoom: NAMED_FROM, move: () => middle(map, places) });
}

/** The middle of what can be seen of a line, a little away from the map's edges. */
function middle(map, places) {
  const view = map.getBounds().pad(-0.1);
  const seen = places.slice(1).flatMap((to, index) => between(places[index], to)).filter((place) => view.contains(place));
  return seen[Math.floor(seen.length / 2)] ?? null;
}

function between(from, to) {
  return Array.from({ length: STEPS }, (_, step) => {
    const share = (step + 0.5) / STEPS;
    return L.latLng(from.lat + (to.lat - from.lat) * share, from.lng + (to.lng - from.lng) * share);
  });
}
