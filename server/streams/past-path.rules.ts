/** Words with which recorders open what they recorded, as a step of the path or as a name of a parameter. */
const STEP = /(?:^|[/;])(?:playback|replay|recordings?|recorded|tracks|history|archive)(?:[/;?&]|$)/i;
const PARAMETER =
  /[?&;](?:(?:start|end|begin|play|from|to|utc)?[_-]?time(?:stamp)?|clock|npt|smpte|range|seek|offset|from|to|t|utc|start|end|playback|replay)=/i;

/**
 * Whether a path of a device opens what is past. Recorders offer that beside the live picture; without a permit for this
 * camera, interval and person nobody opens it (Art. 30(2)), so such a path is neither registered nor called.
 */
export const namesThePast = (path: string): boolean => {
  let plain = path;
  try {
    plain = decodeURIComponent(path);
  } catch {
    // A path that is no percent encoding is read as it stands.
  }
  return [path, plain].some((text) => STEP.test(text) || PARAMETER.test(text));
};
