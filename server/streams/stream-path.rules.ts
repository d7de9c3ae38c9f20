import type { LiveQuality } from './live-quality.schema.ts';
import type { CameraStream } from './streams.sql.ts';

type Paths = Pick<CameraStream, 'rtspPath' | 'subPath'>;

/** The RTSP path of a picture of this camera. */
export const pathOf = ({ rtspPath, subPath }: Paths, quality: LiveQuality): string =>
  quality === 'sub' ? (subPath ?? rtspPath) : rtspPath;

/** The picture that is really opened: a camera with one picture gives that one to large and small tiles alike, once. */
export const qualityGiven = (stream: Paths, asked: LiveQuality): LiveQuality =>
  pathOf(stream, asked) === stream.rtspPath ? 'main' : asked;
