/** Places near the date line: a map whose first view lies there shows those of both sides beside each other. */

/** A longitude on that side of the date line from which it is nearer to the middle of the map's first view. */
export function beside(map, longitude) {
  return longitude + 360 * Math.round((map.options.center[1] - longitude) / 360);
}

/** Where `L.geoJSON` is to put coordinates: its option `coordsToLatLng`. */
export const placed = (map) => ([longitude, latitude]) => L.latLng(latitude, beside(map, longitude));

/** A longitude as GeoJSON has it, from -180 to 180. */
export const within = (longitude) => (Math.abs(longitude) <= 180 ? longitude : longitude - 360 * Math.round(longitude / 360));
