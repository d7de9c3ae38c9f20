import { Hono } from 'hono';
import { cityDay } from '../cameras/city-day.rules.ts';
import type { Deps } from '../platform/deps.ts';
import { reasonGiven } from '../platform/export-reason.ts';
import { notFound, parsed, wantsEnglish } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { auditFilter, auditQuery, monthParam, signBody, viewingsQuery } from './audit.schema.ts';
import { exportAudit } from './export-audit.ts';
import { readAuditFaults } from './read-faults.ts';
import { readAudit, readChoices, readViewings } from './read-audit.ts';
import { createVerifyNow } from './verify-now.ts';
import { listReviews, readReview, signReview } from './review-month.ts';

/** The auditor's screen over HTTP: rows, viewings, export, the review by month (Art. 30(1), 30(3)). */
export const auditRoutes = (deps: Deps) => {
  const { sql } = deps;
  const verifyNow = createVerifyNow(deps);
  const monthOf = (params: Record<string, string>): string => {
    const month = monthParam.safeParse(params);
    if (!month.success) throw notFound();
    return month.data.month;
  };
  return new Hono<SignedInEnv>()
    .get('/audit/rows', policed('audit.read'), async (c) => {
      const { before, limit, ...filter } = parsed(auditQuery, c.req.query());
      c.header('Cache-Control', 'no-store');
      return c.json(await readAudit(sql, c.get('actor'), filter, { before, limit }));
    })
    .get('/audit/viewings', policed('audit.read'), async (c) => {
      const query = parsed(viewingsQuery, c.req.query());
      c.header('Cache-Control', 'no-store');
      return c.json(await readViewings(sql, c.get('actor'), query));
    })
    .get('/audit/choices', policed('audit.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await readChoices(sql));
    })
    .get('/audit/faults', policed('audit.faults'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await readAuditFaults(sql));
    })
    .get('/audit/verification', policed('audit.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await verifyNow.state());
    })
    .post('/audit/verification', policed('audit.verify'), async (c) => {
      await verifyNow.start(c.get('actor'));
      c.header('Cache-Control', 'no-store');
      return c.json(await verifyNow.state(), 202);
    })
    .get('/audit/export', policed('audit.export'), async (c) => {
      const filter = parsed(auditFilter, c.req.query());
      const reason = reasonGiven(c.req.query('reason'));
      const language = wantsEnglish(c.req.header('accept-language')) ? 'en' : 'ko';
      const file = await exportAudit(sql, c.get('actor'), filter, { reason, now: deps.now(), language });
      const day = cityDay(deps.now());
      const name = language === 'en' ? `Gangneung_audit_${day}.csv` : `강릉시_감사기록_${day}.csv`;
      c.header('Content-Type', 'text/csv; charset=utf-8');
      c.header(
        'Content-Disposition',
        `attachment; filename="audit.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      );
      c.header('Cache-Control', 'no-store');
      return c.body(new Uint8Array(file));
    })
    .get('/audit/reviews', policed('audit.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await listReviews(deps));
    })
    .get('/audit/reviews/:month', policed('audit.read'), async (c) => {
      c.header('Cache-Control', 'no-store');
      return c.json(await readReview(deps, c.get('actor'), monthOf(c.req.param())));
    })
    .put('/audit/reviews/:month', policed('audit.review'), async (c) => {
      const month = monthOf(c.req.param());
      const { findings } = parsed(signBody, await c.req.json().catch(() => null));
      await signReview(deps, c.get('actor'), month, findings);
      return c.body(null, 204);
    });
};
