/** The outline of one district, to tell what lies in it. */

import { rings } from './districts.mjs';
import { beside } from './sides.mjs';

/** The outline of a district: its box, and whether a place lies within; `null` where the district has none. */
export async function outlineOf(map, url, id) {
  const found = (await rings(url, id)).map((ring) => ring.map(([longitude, latitude]) => [beside(map, longitude), latitude]));
  if (found.length === 0) return null;
  const box = L.latLngBounds(found.flat().map(([longitude, latitude]) => [latitude, longitude]));
  return { box, contains: (place) => box.contains(place) && found.filter((ring) => around(ring, place)).length % 2 === 1 };
}

/** Whether a ring goes around a place: it does if a ray to the east meets it an odd number of times. */
function around(ring, { lat, lng }) {
  let inside = false;
  for (let index = 1; index < ring.length; index += 1) {
    const [[x1, y1], [x2, y2]] = [ring[index - 1], ring[index]];
    if (y1 > lat !== y2 > lat && lng < x1 + ((x2 - x1) * (lat - y1)) / (y2 - y1)) inside = !inside;
  }
  return inside;
}
