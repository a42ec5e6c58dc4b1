/**
 * What a map's own script may call, as `allimi.<name>(map, options)`. It is loaded after Leaflet and before that
 * script. A layer that cannot be loaded says so on the map and leaves the others alone.
 */

import { background } from './background.mjs';
import { check, drawing } from './check.mjs';
import { outlines, shades } from './districts.mjs';
import { overlaps } from './overlaps.mjs';
import { route } from './route.mjs';
import { text } from './texts.mjs';
import { frame, notices, places } from './view.mjs';
import { project, works } from './works.mjs';

function guarded(draw) {
  return async (map, options) => {
    try {
      await draw(map, options);
    } catch (error) {
      notices(map)(text('not-loaded'));
      console.warn(error);
    }
  };
}

const calls = { frame, places, background, outlines, shades, works, project, overlaps, check, route, drawing };

globalThis.allimi = Object.fromEntries(Object.entries(calls).map(([name, draw]) => [name, guarded(draw)]));
