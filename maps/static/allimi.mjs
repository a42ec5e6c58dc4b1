/**
 * What a map's own script may call, as `allimi.<name>(map, options)`. It is loaded after Leaflet and before that
 * script. A layer that cannot be loaded says so on the map, leaves the others alone, and is tried again when the map is
 * moved: until its data are there a layer changes nothing.
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
  return (map, options) => {
    const notice = notices(map);
    const attempt = async () => {
      try {
        await draw(map, options);
        notice('');
      } catch (error) {
        notice(text('not-loaded'));
        console.warn(error);
        map.once('moveend', attempt);
      }
    };
    return attempt();
  };
}

if (matchMedia('(prefers-reduced-motion: reduce)').matches) {
  L.Map.mergeOptions({ zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false });
}

const calls = { frame, places, background, outlines, shades, works, project, overlaps, check, route, drawing };

globalThis.allimi = Object.fromEntries(Object.entries(calls).map(([name, draw]) => [name, guarded(draw)]));
