import type { Map as LibreMap, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { MapPointer } from './map-handle.ts';

const LONG_PRESS_MS = 550;
const SLACK_PX = 8;

/**
 * Pointer over the map as one stream. 'hover' comes at most once a frame and never during a drag; a long press of one
 * finger stands for the context menu. Returns the unsubscriber.
 */
export function listenToPointer(map: LibreMap, tell: (pointer: MapPointer) => void): () => void {
  const pointer = (type: MapPointer['type'], event: MapMouseEvent | MapTouchEvent): MapPointer => ({
    type,
    lonLat: [event.lngLat.lng, event.lngLat.lat],
    x: event.point.x,
    y: event.point.y,
    altKey: event.originalEvent.altKey,
    shiftKey: event.originalEvent.shiftKey,
    ctrlKey: event.originalEvent.ctrlKey || event.originalEvent.metaKey,
  });

  let hover: MapMouseEvent | null = null;
  let frame = 0;
  const tellHover = () => {
    frame = 0;
    if (hover && !map.isMoving()) tell(pointer('hover', hover));
  };
  const onMove = (event: MapMouseEvent) => {
    hover = event;
    frame ||= requestAnimationFrame(tellHover);
  };
  const onOut = (event: MapMouseEvent) => {
    hover = null;
    tell(pointer('leave', event));
  };

  let press: { timer: number; x: number; y: number } | null = null;
  const dropPress = () => {
    if (press) clearTimeout(press.timer);
    press = null;
  };
  const onTouchStart = (event: MapTouchEvent) => {
    dropPress();
    if (event.points.length !== 1) return;
    const timer = window.setTimeout(() => {
      press = null;
      tell(pointer('long-press', event));
    }, LONG_PRESS_MS);
    press = { timer, x: event.point.x, y: event.point.y };
  };
  const onTouchMove = (event: MapTouchEvent) => {
    if (press && Math.hypot(event.point.x - press.x, event.point.y - press.y) > SLACK_PX) dropPress();
  };

  const onClick = (event: MapMouseEvent) => tell(pointer('click', event));
  const onDouble = (event: MapMouseEvent) => tell(pointer('double-click', event));
  const onMenu = (event: MapMouseEvent) => {
    event.preventDefault();
    tell(pointer('context-menu', event));
  };

  const subscriptions = [
    map.on('mousemove', onMove),
    map.on('mouseout', onOut),
    map.on('click', onClick),
    map.on('dblclick', onDouble),
    map.on('contextmenu', onMenu),
    map.on('touchstart', onTouchStart),
    map.on('touchmove', onTouchMove),
    map.on('touchend', dropPress),
    map.on('touchcancel', dropPress),
  ];
  return () => {
    cancelAnimationFrame(frame);
    dropPress();
    for (const subscription of subscriptions) subscription.unsubscribe();
  };
}
