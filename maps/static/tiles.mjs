/** Works from vector tiles, where too many are in view to be fetched one by one: hover names a work, a click opens it. */

import { TileContents } from './contents.mjs';
import { element } from './dom.mjs';
import { gridClass } from './grid.mjs';
import { pathOptions } from './signs.mjs';

const COVERS = '.leaflet-popup, .leaflet-marker-icon, .leaflet-control'; // what lies over the works
const FADING = 300; // milliseconds in which Leaflet lets new tiles appear
const faded = () => new Promise((resume) => { setTimeout(resume, FADING); });

export class WorkTiles {
  /** `urls` say where tiles, outlines and VectorGrid (`library`) lie; `on` has `point(id)`, `open(id, place)`, `drawn()`. */
  constructor(map, urls, signs, on) {
    Object.assign(this, { map, urls, signs, on, grids: new Set(), grid: null, wanted: null, raised: null, pointed: null });
    map.createPane('tiles').classList.add('map-tiles');
    this.tooltip = L.tooltip({ className: 'map-tooltip', direction: 'right', offset: [12, 0] });
    map.on('mousemove', ({ latlng, originalEvent }) => this.point(originalEvent.target.closest(COVERS) ? null : latlng));
    map.on('mouseout movestart', () => this.point(null));
    map.on('click', ({ latlng }) => this.open(latlng));
  }

  /** Shows works; resolves once the view is drawn. What other filters chose stays on the map until then. */
  async show(parameters, filters) {
    const contents = new TileContents(this.map, this.urls, { parameters, filters, statuses: Object.keys(this.signs) });
    this.wanted = contents.key;
    const Grid = await gridClass(this.urls.library);
    if (this.wanted !== contents.key) return;
    if (this.grid?.key !== contents.key) this.change(new Grid(contents, (work) => this.style(work)));
    else if (this.failed) this.grid.redraw();
    const { grid } = this;
    if (!grid.isLoading()) return;
    await new Promise((resolve) => { grid.once('load', resolve); });
    await faded();
  }

  change(grid) {
    this.grid = grid;
    grid.hold(this.grids.size > 0); // numbers of two choices would lie on each other
    this.grids.add(grid);
    grid.on('load', () => {
      if (grid !== this.grid) return;
      for (const one of this.grids) one.hold(one !== grid);
      faded().then(() => this.keep(this.grid));
      this.on.drawn();
    });
    grid.addTo(this.map);
  }

  /** Takes every grid but one off the map. */
  keep(only) {
    for (const grid of this.grids) {
      if (grid === only) continue;
      grid.remove();
      this.grids.delete(grid);
    }
  }

  /** Takes the tiles off the map, once what is drawn instead can be seen. */
  hide() {
    Object.assign(this, { wanted: null, grid: null });
    this.point(null);
    faded().then(() => this.keep(this.grid));
  }

  /** Whether some tile in view could not be loaded. */
  get failed() {
    return this.grid?.failed ?? false;
  }

  /** Whether works in view are counted instead of shown. */
  get counted() {
    return this.grid?.counted() ?? false;
  }

  /** Makes one work stand out; `null`: none. */
  raise(id) {
    const before = this.raised;
    this.raised = id;
    for (const one of new Set([before, id])) if (one !== null) this.grid?.dress(one);
  }

  dress() {
    this.grid?.dress();
  }

  style(properties) {
    return pathOptions({ properties }, this.signs, properties.id === this.raised);
  }

  point(place) {
    const work = place && !this.map.dragging?.moving() ? (this.grid?.workAt(place) ?? null) : null;
    this.map.getContainer().classList.toggle('is-over-work', work !== null);
    if (work) this.tooltip.setContent(element('span', {}, work.title ?? work.id)).setLatLng(place).addTo(this.map);
    else this.tooltip.remove();
    const id = work?.id ?? null;
    if (id === this.pointed) return;
    this.pointed = id;
    this.on.point(id);
  }

  open(place) {
    const work = this.grid?.workAt(place);
    if (!work) return;
    this.point(null);
    this.on.open(work.id, place);
  }
}
