import { Hono } from 'hono';
import { agenciesRoutes } from './agencies/index.ts';
import { auditRoutes } from './audit/index.ts';
import { camerasRoutes, importsRoutes } from './cameras/index.ts';
import { consultationsRoutes } from './consultations/index.ts';
import { contractsRoutes, equipmentListRoutes, equipmentRoutes } from './contracts/index.ts';
import { coverageRoutes, demandRoutes, planRoutes } from './coverage/index.ts';
import { landRoutes } from './land/index.ts';
import { organisationRoutes, peopleRoutes } from './organisation/index.ts';
import { accountsRoutes, displaysRoutes, sessionRoutes } from './people/index.ts';
import { bodyLimits } from './platform/body-limits.ts';
import type { Deps } from './platform/deps.ts';
import { eventsRoutes } from './platform/events.routes.ts';
import { clientAddressBehind, jsonOnly, plainPathsOnly, securityHeaders } from './platform/guards.ts';
import { healthRoutes } from './platform/health.routes.ts';
import { answerError, notFound } from './platform/http-errors.ts';
import type { Env } from './platform/policed.ts';
import { privateAnswers } from './platform/private-answers.ts';
import { sameOriginOnly, withActor } from './platform/session.ts';
import { staticFiles } from './platform/static-files.ts';
import { pursuitsRoutes } from './pursuits/index.ts';
import { retentionRoutes } from './retention/index.ts';
import { hearsOfWatching, scenesRoutes, type Streams } from './streams/index.ts';

const apiRoutes = (deps: Deps, streams: Streams) =>
  new Hono<Env>()
    .route('/', healthRoutes(deps))
    .route('/', sessionRoutes(deps, streams.cutSession))
    .route('/', displaysRoutes(deps))
    .route('/', accountsRoutes(deps))
    .route('/', eventsRoutes(deps, hearsOfWatching(deps.sql)))
    .route('/', landRoutes(deps))
    .route('/', camerasRoutes(deps))
    .route('/', coverageRoutes(deps))
    .route('/', planRoutes(deps))
    .route('/', demandRoutes(deps))
    .route('/', importsRoutes(deps))
    .route('/', contractsRoutes(deps))
    .route('/', equipmentRoutes(deps))
    .route('/', equipmentListRoutes(deps))
    .route('/', organisationRoutes(deps))
    .route('/', peopleRoutes(deps))
    .route('/', agenciesRoutes(deps, streams.watchedNow))
    .route('/', consultationsRoutes(deps))
    .route('/', auditRoutes(deps))
    .route('/', streams.routes)
    .route('/', streams.ptzRoutes)
    .route('/', pursuitsRoutes(deps))
    .route('/', retentionRoutes(deps))
    .route('/', streams.discoveryRoutes)
    .route('/', streams.rebootRoutes)
    .route('/', scenesRoutes(deps, streams.isWatching));

const FILES = ['/api/imports/cameras', '/api/coverage/demand', '/api/coverage/demand/preview'];
const takesFile = (path: string): boolean => FILES.includes(path);

/** The console's API and its built page. Every route declares who may call it; every other path is 404. */
export function buildApp(deps: Deps, streams: Streams, webFolder: string) {
  const app = new Hono<Env>();
  app.onError(answerError);
  app.notFound((c) => answerError(notFound(), c));
  const clientAddress = clientAddressBehind(deps.config.trustedProxies);
  app.use(securityHeaders, plainPathsOnly, clientAddress, sameOriginOnly, jsonOnly);
  app.use('/api/*', privateAnswers, bodyLimits(takesFile), withActor(deps.sql));
  return app.route('/api', apiRoutes(deps, streams)).route('/', staticFiles(webFolder));
}

/** What a program that only gives pictures answers: leave to watch, for whoever may, and whether it is well. */
export function buildGatewayApp(deps: Deps, streams: Streams) {
  const app = new Hono<Env>();
  app.onError(answerError);
  app.notFound((c) => answerError(notFound(), c));
  const clientAddress = clientAddressBehind(deps.config.trustedProxies);
  app.use(securityHeaders, plainPathsOnly, clientAddress, sameOriginOnly, jsonOnly);
  app.use('/api/*', privateAnswers, bodyLimits(takesFile), withActor(deps.sql));
  return app.route('/api', healthRoutes(deps)).route('/api', streams.routes);
}

export type AppType = ReturnType<typeof buildApp>;
