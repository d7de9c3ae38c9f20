import { Hono, type Context } from 'hono';
import { cameraParam } from '../cameras/cameras.schema.ts';
import { cityDay } from '../cameras/city-day.rules.ts';
import { permit } from '../platform/act.ts';
import { can, scopeOf, type Actor } from '../platform/access.ts';
import type { Deps } from '../platform/deps.ts';
import { notFound, parsed } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { daysWaitingOn, isOwnQuestion, isUnsettled, mayKnow } from './consultations.rules.ts';
import {
  answerBody,
  askBody,
  consultationParam,
  consultationsQuery,
  messageBody,
  type ConsultationChoices,
  type ConsultationRow,
  type ConsultationsPage,
  type ConsultationView,
} from './consultations.schema.ts';
import {
  selectConsultation,
  selectConsultations,
  selectConsultationsOfCamera,
  selectConsultedCameras,
  selectDepartments,
} from './consultations.sql.ts';
import {
  answerConsultation,
  askConsultation,
  sayInConsultation,
  withdrawConsultation,
} from './keep-consultation.ts';

const bodyOf = (c: Context): Promise<unknown> => c.req.json().catch(() => null);

/** Consultations over HTTP (협의, Art. 4(2), 5(3)). A department reads and asks its own; another's does not exist for it. */
export const consultationsRoutes = (deps: Deps) => {
  const { sql } = deps;
  const consultationIdOf = (c: Context): string => {
    const result = consultationParam.safeParse(c.req.param());
    if (!result.success) throw notFound();
    return result.data.consultationId;
  };
  const viewOf = (actor: Actor, row: ConsultationRow): ConsultationView => {
    const { askedByAccount: _, ...told } = row;
    const own = isOwnQuestion(actor, row);
    return {
      ...told,
      daysWaiting: daysWaitingOn(cityDay(new Date(row.askedAt)), cityDay(deps.now())),
      unsettled: isUnsettled(row),
      own,
      may: {
        answer: row.state === 'asked' && !own && can(actor, 'consultation.answer', row),
        ask: can(actor, 'consultation.ask', row),
      },
    };
  };
  const read = async (actor: Actor, consultationId: string): Promise<ConsultationView> => {
    const row = await selectConsultation(sql, consultationId);
    if (row === undefined) throw notFound();
    permit(actor, 'consultation.read', row);
    if (!mayKnow(scopeOf(actor), row)) throw notFound();
    return viewOf(actor, row);
  };

  return new Hono<SignedInEnv>()
    .get('/consultations', policed('consultation.read'), async (c) => {
      const query = parsed(consultationsQuery, c.req.query());
      const actor = c.get('actor');
      // No department has no consultations.
      const own = actor.role === 'department' ? (actor.departmentId ?? 0) : null;
      const rows = await selectConsultations(sql, scopeOf(actor), own, query);
      const page: ConsultationsPage = {
        consultations: rows
          .filter((row) => can(actor, 'consultation.read', row) && mayKnow(scopeOf(actor), row))
          .map((row) => viewOf(actor, row)),
        next: rows.length < query.limit ? null : (rows.at(-1)?.consultationId ?? null),
      };
      return c.json(page);
    })
    .get('/consultations/choices', policed('consultation.ask'), async (c) => {
      const departments = await selectDepartments(sql);
      const actor = c.get('actor');
      const choices: ConsultationChoices = {
        departments: departments.filter(({ departmentId }) =>
          can(actor, 'consultation.ask', { departmentId }),
        ),
      };
      return c.json(choices);
    })
    .post('/consultations', policed('consultation.ask'), async (c) => {
      const body = parsed(askBody, await bodyOf(c));
      await askConsultation(sql, c.get('actor'), body);
      return c.json(await read(c.get('actor'), body.consultationId), 201);
    })
    .get('/consultations/:consultationId', policed('consultation.read'), async (c) =>
      c.json(await read(c.get('actor'), consultationIdOf(c))),
    )
    .post('/consultations/:consultationId/answer', policed('consultation.answer'), async (c) => {
      const consultationId = consultationIdOf(c);
      await answerConsultation(sql, c.get('actor'), consultationId, parsed(answerBody, await bodyOf(c)));
      return c.json(await read(c.get('actor'), consultationId));
    })
    .post('/consultations/:consultationId/withdraw', policed('consultation.ask'), async (c) => {
      await withdrawConsultation(sql, c.get('actor'), consultationIdOf(c));
      return c.json(await read(c.get('actor'), consultationIdOf(c)));
    })
    .post('/consultations/:consultationId/messages', policed('consultation.ask'), async (c) => {
      const consultationId = consultationIdOf(c);
      await sayInConsultation(sql, c.get('actor'), consultationId, parsed(messageBody, await bodyOf(c)));
      return c.json(await read(c.get('actor'), consultationId), 201);
    })
    .get('/cameras/:cameraId/consultations', policed('consultation.read'), async (c) => {
      const params = cameraParam.safeParse(c.req.param());
      if (!params.success) throw notFound();
      const { cameraId } = params.data;
      const actor = c.get('actor');
      const [camera] = await selectConsultedCameras(sql, [cameraId]);
      if (camera === undefined) throw notFound();
      permit(actor, 'consultation.read', camera);
      const rows = await selectConsultationsOfCamera(sql, cameraId);
      return c.json({
        consultations: rows
          .filter((row) => can(actor, 'consultation.read', row) && mayKnow(scopeOf(actor), row))
          .map((row) => viewOf(actor, row)),
      });
    });
};
