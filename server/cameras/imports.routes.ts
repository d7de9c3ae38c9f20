import { Hono } from 'hono';
import type { Deps } from '../platform/deps.ts';
import { reasonGiven } from '../platform/export-reason.ts';
import { parsed, wantsEnglish } from '../platform/http-errors.ts';
import { policed, type SignedInEnv } from '../platform/policed.ts';
import { exportCameras } from './export-cameras.ts';
import { ImportUploads, replaceDemoQuestion } from './import-uploads.ts';
import { selectUploadRows } from './import-uploads.sql.ts';
import {
  acceptBody,
  exportQuery,
  importParam,
  rowsQuery,
  uploadQuery,
  type ImportRows,
  type ImportState,
} from './imports.schema.ts';
import { todayInSeoul } from './read-import.ts';

/** The national file in and out of the console. */
export const importsRoutes = (deps: Deps) => {
  const uploads = new ImportUploads(deps);
  return new Hono<SignedInEnv>()
    .post('/imports/cameras', policed('register.import'), async (c) => {
      const { filename } = parsed(uploadQuery, c.req.query());
      const importId = await uploads.takeIn(c.get('actor'), filename, c.req.raw.body);
      return c.json({ importId }, 202);
    })
    .get('/imports/:importId', policed('register.import'), async (c) => {
      const { importId } = parsed(importParam, c.req.param());
      const { upload, demoCameras } = await uploads.state(importId);
      const language = wantsEnglish(c.req.header('accept-language')) ? 'en' : 'ko';
      const state: ImportState = {
        importId,
        fileName: upload.fileName,
        state: upload.state,
        progress: { rows: upload.rowsRead },
        ...(upload.report === null ? {} : { report: upload.report }),
        ...(demoCameras === 0
          ? {}
          : {
              question: {
                code: 'replace-demo',
                cameras: demoCameras,
                message: replaceDemoQuestion(demoCameras)[language],
              },
            }),
        ...(upload.failure === null
          ? {}
          : { failure: { code: upload.failure.code, message: upload.failure[language] } }),
      };
      c.header('Cache-Control', 'no-store');
      return c.json(state);
    })
    .get('/imports/:importId/rows', policed('register.import'), async (c) => {
      const { importId } = parsed(importParam, c.req.param());
      const { after, limit } = parsed(rowsQuery, c.req.query());
      await uploads.state(importId);
      const rows = await selectUploadRows(deps.sql, importId, after, limit);
      const page: ImportRows = {
        rows: rows.map((row) => ({
          ...row,
          reasons: [...row.reasons],
          proposal: row.proposal === null ? null : [row.proposal[0], row.proposal[1]],
        })),
        next: rows.length < limit ? null : rows.at(-1)!.rowNo,
      };
      c.header('Cache-Control', 'no-store');
      return c.json(page);
    })
    .post('/imports/:importId/accept', policed('register.import'), async (c) => {
      const { importId } = parsed(importParam, c.req.param());
      const { question } = parsed(acceptBody, await c.req.json().catch(() => ({})));
      await uploads.accept(c.get('actor'), importId, question);
      return c.json({ importId }, 202);
    })
    .delete('/imports/:importId', policed('register.import'), async (c) => {
      await uploads.discard(parsed(importParam, c.req.param()).importId);
      return c.body(null, 204);
    })
    .get('/exports/cameras', policed('register.export'), async (c) => {
      const { encoding } = parsed(exportQuery, c.req.query());
      const reason = reasonGiven(c.req.query('reason'));
      const now = deps.now();
      const parts: Buffer[] = [];
      await exportCameras(
        deps.sql,
        c.get('actor'),
        { encoding, reason },
        now,
        (part) => void parts.push(part),
      );
      const name = `강릉시_CCTV_${todayInSeoul(now)}.csv`;
      c.header('Content-Type', encoding === 'cp949' ? 'text/csv; charset=euc-kr' : 'text/csv; charset=utf-8');
      c.header(
        'Content-Disposition',
        `attachment; filename="gangneung-cctv.csv"; filename*=UTF-8''${encodeURIComponent(name)}`,
      );
      c.header('Cache-Control', 'no-store');
      return c.body(new Uint8Array(Buffer.concat(parts)));
    });
};
