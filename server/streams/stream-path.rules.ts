import type { LiveQuality } from './live-quality.schema.ts';
import type { CameraStream } from './streams.sql.ts';

type Paths = Pick<CameraStream, 'rtspPath' | 'subPath' | 'h264Path' | 'smallPath'>;

const mainPathOf = ({ rtspPath, h264Path }: Paths): string => h264Path ?? rtspPath;

/**
 * The RTSP path of a picture of this camera. What the device named is asked for only where what is registered does not
 * play, or nothing is registered, so it goes first.
 */
export const pathOf = (stream: Paths, quality: LiveQuality): string =>
  (quality === 'sub' ? (stream.smallPath ?? stream.subPath) : null) ?? mainPathOf(stream);

/** The picture that is really opened: a camera with one picture gives that one to large and small tiles alike, once. */
export const qualityGiven = (stream: Paths, asked: LiveQuality): LiveQuality =>
  pathOf(stream, asked) === mainPathOf(stream) ? 'main' : asked;
