import { existsSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, loadEnv, type Plugin } from 'vite';
import { tokensCss } from './web/ui/tokens-css.ts';

/** `import 'virtual:tokens.css'`: the token list as a real style sheet, so that style-src 'self' is enough. */
function tokenSheet(): Plugin {
  const resolved = '/__tokens.css';
  return {
    name: 'tokens',
    resolveId: (id) => (id === 'virtual:tokens.css' ? resolved : undefined),
    load: (id) => (id === resolved ? tokensCss() : undefined),
  };
}

const entries = ['index', 'public'].filter((name) => existsSync(`${import.meta.dirname}/web/${name}.html`));

export default defineConfig(({ mode }) => {
  const { PORT = '8787' } = loadEnv(mode, import.meta.dirname, 'PORT');
  const api = { target: `http://127.0.0.1:${PORT}`, ws: true };
  return {
    root: `${import.meta.dirname}/web`,
    plugins: [svelte(), tokenSheet()],
    worker: { format: 'es' },
    build: {
      outDir: `${import.meta.dirname}/dist/web`,
      emptyOutDir: true,
      target: 'es2024',
      // Everything is a file of our own host: the content policy allows no data: fonts or scripts.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 2_000,
      rollupOptions: {
        input: Object.fromEntries(entries.map((name) => [name, `${import.meta.dirname}/web/${name}.html`])),
      },
    },
    // web/api holds the client's own files beside the server's paths.
    server: { proxy: { '^/api/(?!.*\\.ts)': api } },
  };
});
