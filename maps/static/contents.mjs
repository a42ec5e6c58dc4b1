/**
 * What tiles show of the works that the filters choose. Where many lie in a tile, the feed answers a district's works
 * by one number, which says nothing of where they are; then the cells of all works are taken instead, as far as they
 * lie in the district.
 */

import { circles } from './cells.mjs';
import { withQuery } from './feed.mjs';
import { outlineOf } from './outline.mjs';
import { NOT_ENTERED } from './signs.mjs';

const COUNTED_UNTIL = 14; // the deepest zoom at which tiles count
const PIXELS = 256; // across a tile

export class TileContents {
  /** `url` holds `{z}`, `{y}` and `{x}`; `parameters` go with every tile; `statuses` are all that there are. */
  constructor(map, { url, outlines }, { parameters, filters, statuses }) {
    const { district, 'as-of': moment } = parameters;
    Object.assign(this, { map, url, district, filters, codes: { ...filters.codes(), 'as-of': moment } });
    this.parameters = { ...parameters, ...filters.parameters() };
    this.statuses = filters.chosen('status') ?? statuses;
    // Cells know no category: one that is not entered cannot be told from the others in them.
    const cellsTell = district !== undefined && !filters.chosen('category')?.includes(NOT_ENTERED);
    this.outline = cellsTell ? outlineOf(map, outlines, district).catch(() => null) : null;
  }

  /** Two contents that ask for the same have the same key. */
  get key() {
    return JSON.stringify(this.parameters);
  }

  /** What a tile shows: `{works, circles}`, features of VectorGrid's, and `{place, counts}` on the map. */
  async of(coords, read) {
    const { projects, project_cells, project_counts } = await read(this.address(coords, this.parameters));
    if (projects) return { works: projects.features.filter((work) => this.filters.accept(work)), circles: [] };
    if (project_cells) return { works: [], circles: this.circles(coords, project_cells.features) };
    const inside = await this.cellsInside(coords, read);
    const here = (project_counts?.features ?? []).filter(({ properties }) => properties.id === this.district);
    return { works: [], circles: this.circles(coords, inside ?? here) };
  }

  /** The cells of a tile that lie in the district; `null` where it has none. */
  async cellsInside(coords, read) {
    const outline = coords.z <= COUNTED_UNTIL ? await this.outline : null;
    if (!outline?.box.intersects(this.box(coords))) return null;
    const { project_cells } = await read(this.address(coords, this.codes));
    return project_cells?.features.filter((cell) => outline.contains(this.place(coords, shareOf(cell)))) ?? null;
  }

  circles(coords, features) {
    const cells = features.map((cell) => ({ place: shareOf(cell), counts: this.counts(cell.properties) }));
    const own = cells.filter(({ place }) => place.every((share) => share >= 0 && share < 1)); // others are the neighbour's
    return circles(own).map(({ place, counts }) => ({ place: this.place(coords, place), counts }));
  }

  /** How many works of a cell have each of the chosen statuses. */
  counts(properties) {
    const found = this.statuses.map((status) => [status, properties[status.replaceAll('-', '_')] ?? 0]);
    return Object.fromEntries(found.filter(([, works]) => works > 0));
  }

  address({ x, y, z }, parameters) {
    const filled = Object.entries({ x, y, z }).reduce((url, [name, value]) => url.replace(`{${name}}`, value), this.url);
    return withQuery(filled, parameters);
  }

  /** Where a place of a tile, each share from 0 to 1, lies on the map: on that side of the date line that is in view. */
  place({ x, y, z }, [right, down]) {
    const { lat, lng } = this.map.unproject([(x + right) * PIXELS, (y + down) * PIXELS], z);
    return L.latLng(lat, lng + 360 * Math.round((this.map.getCenter().lng - lng) / 360));
  }

  box(coords) {
    return L.latLngBounds(this.place(coords, [0, 0]), this.place(coords, [1, 1]));
  }
}

const shareOf = ({ geometry: [[{ x, y }]], extent }) => [x / extent, y / extent];
