import { expect, test } from 'vitest';
import { namesThePast } from './past-path.rules.ts';

test.each([
  '/Streaming/tracks/101?starttime=20260101T000000Z',
  '/cam/playback?channel=1&subtype=0&starttime=2026_01_01_00_00_00',
  '/live?clock=20260101T000000Z-',
  '/x?a=1&T=30',
  '/x%3Fstarttime%3D20260101T000000Z',
  '/x?start_time=1',
  '/x;npt=10',
  '/Recording/7',
  '/vod/archive/1',
])('%s opens what is past', (path) => expect(namesThePast(path)).toBe(true));

test.each([
  '/',
  '/Streaming/Channels/101',
  '/cam/realmonitor?channel=1&subtype=1',
  '/axis-media/media.amp?resolution=640x360&fps=15&timestamps=on',
  '/onvif/profile1/media.smp',
  '/h264?transport=tcp',
  '/track1',
  '/live/ch00_0?starting=1',
  '/cam/412/crossing-night/ptz+slow/sub',
  '/100%',
])('%s is a live picture', (path) => expect(namesThePast(path)).toBe(false));
