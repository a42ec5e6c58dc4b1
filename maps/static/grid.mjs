/** A grid of vector tiles: VectorGrid reads them, we draw them with our signs, and circles where works are counted. */

import { circleMark } from './cells.mjs';
import { element } from './dom.mjs';
import { SignTile } from './signs.mjs';

let library = null;

/** The class of the grid; VectorGrid, which lies at `address`, is loaded the first time. */
export function gridClass(address) {
  library ??= loaded(address).then(makeClass, (error) => {
    library = null;
    throw error;
  });
  return library;
}

function loaded(address) {
  return new Promise((resolve, reject) => {
    const script = element('script', { src: address });
    script.addEventListener('load', resolve);
    script.addEventListener('error', () => reject(new Error(address)));
    document.head.append(script);
  });
}

const makeClass = () => L.VectorGrid.Protobuf.extend({
  /** `contents` say what a tile shows (TileContents); `style` gives path options for a work's properties. */
  initialize(contents, style) {
    L.VectorGrid.Protobuf.prototype.initialize.call(this, '', { pane: 'tiles' });
    Object.assign(this, { contents, style, key: contents.key, opened: new Map(), failed: false, held: false });
    this.on('loading', () => { this.failed = false; });
    this.on('tileerror', () => { this.failed = true; });
    this.on('tileunload', ({ tile }) => this.close(tile));
  },

  createTile(coords, done) {
    const tile = new SignTile(this.getTileSize());
    const node = tile.getContainer();
    const request = new AbortController();
    this.opened.set(node, { tile, request, zoom: coords.z, marks: L.layerGroup() });
    this.contents.of(coords, (address) => this.read(address, coords, request.signal)).then(
      (content) => {
        if (request.signal.aborted) return;
        this.fill(node, content);
        done(null, node);
      },
      (error) => {
        if (request.signal.aborted) return;
        console.warn(error);
        done(error, node);
      },
    );
    return node;
  },

  close(node) {
    const { request, marks } = this.opened.get(node);
    request.abort();
    marks.remove();
    this.opened.delete(node);
  },

  /** The layers of the tile at an address. Throws when the answer is not 2xx. */
  async read(address, coords, signal) {
    const options = Object.assign(Object.create(this.options), { fetchOptions: { signal } });
    const reader = Object.assign(Object.create(this), { _url: address, options });
    const { layers } = await L.VectorGrid.Protobuf.prototype._getVectorTilePromise.call(reader, coords);
    if (Array.isArray(layers)) throw new Error(address); // what VectorGrid makes of an answer that is not 2xx
    return layers;
  },

  /** Draws the works of a tile, areas below lines below points, and puts its circles on the map. */
  fill(node, { works, circles }) {
    const { tile, marks } = this.opened.get(node);
    for (const feature of works.sort((a, b) => b.type - a.type)) {
      const scale = this.getTileSize().divideBy(feature.extent);
      // VectorGrid would draw only the first of several points.
      const parts = feature.type === 1 ? feature.geometry.map((part) => [part]) : [feature.geometry];
      for (const geometry of parts) {
        const { type, properties } = feature;
        tile.add(this._createLayer({ type, properties, geometry }, scale), this.style(properties));
      }
    }
    tile.draw();
    for (const { place, counts } of circles) marks.addLayer(circleMark(place, counts));
    if (!this.held) marks.addTo(this._map);
  },

  /** Keeps the circles off the map, or lets them come. */
  hold(held) {
    this.held = held;
    for (const { marks } of this.opened.values()) held ? marks.remove() : marks.addTo(this._map);
  },

  /** Draws works in another manner; all of them, or those of one id. */
  dress(id = null) {
    for (const { tile } of this.opened.values()) {
      const layers = tile.layers().filter(({ properties }) => id === null || properties.id === id);
      for (const layer of layers) tile.dress(layer, this.style(layer.properties));
      if (layers.length > 0) tile.draw();
    }
  },

  /** The properties of the work at a place; `null` where there is none. */
  workAt(place) {
    const point = this._map.project(place, this._tileZoom);
    const coords = point.unscaleBy(this.getTileSize())._floor();
    coords.z = this._tileZoom;
    const { el } = this._tiles[this._tileCoordsToKey(coords)] ?? {};
    const layer = this.opened.get(el)?.tile.layerAt(point.subtract(coords.scaleBy(this.getTileSize())));
    return layer?.properties ?? null;
  },

  /** Whether the view has circles, which count works instead of showing them. */
  counted() {
    return [...this.opened.values()].some(({ zoom, marks }) => zoom === this._tileZoom && marks.getLayers().length > 0);
  },
});
