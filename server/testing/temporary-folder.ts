import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder of a test's own. `file` writes a file into it and returns its path. */
export function aTemporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'gwanje-test-'));
  let made = 0;
  return {
    path,
    file(content: string | Buffer, name = `file-${(made += 1)}`): string {
      const full = join(path, name);
      writeFileSync(full, content);
      return full;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}
