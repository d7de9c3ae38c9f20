export { addCamera } from './add-camera.ts';
export { camerasRoutes } from './cameras.routes.ts';
export { insertChanges, loadCameraForAct, selectCamerasForAct, type CameraToActOn } from './cameras.sql.ts';
export { setDeviceState, type ProbedState } from './set-device-state.ts';
export { importsRoutes } from './imports.routes.ts';
