import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

const transactions = {
  selector: "CallExpression[callee.property.name='begin']",
  message:
    'A transaction is opened by act() in server/platform/act.ts alone, so that it is permitted and audited.',
};
const rawSql = {
  selector: "CallExpression[callee.property.name='unsafe']",
  message: 'Write SQL as a template, so that values stay parameters. Only server/platform may use unsafe().',
};
const environment = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: 'Settings come from the one checked configuration, server/platform/config.ts.',
};

export default ts.config(
  { ignores: ['dist/', '.data/', 'node_modules/', 'coverage/', 'test-results/', '.dependency-cruiser.cjs'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js'] },
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['error', 'warn'] }],
      'no-restricted-syntax': ['error', transactions, rawSql, environment],
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-indexed-object-style': 'off',
      '@typescript-eslint/dot-notation': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/prefer-nullish-coalescing': 'off',
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/no-unnecessary-type-assertion': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    files: ['web/**'],
    languageOptions: { globals: { ...globals.browser } },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser } },
    rules: {
      // The router is the browser's own history; there is no framework whose resolve() could be used.
      'svelte/no-navigation-without-resolve': 'off',
      // Large sets and maps are replaced whole in $state.raw: tracking twenty thousand members costs more than it tells.
      'svelte/prefer-svelte-reactivity': 'off',
      // A space between two elements is written {' '} where the formatter would take it.
      'svelte/no-useless-mustaches': 'off',
    },
  },
  {
    // The linter sees a component's callbacks as any; svelte-check holds them to their types.
    files: ['**/*.svelte'],
    rules: {
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['server/platform/**', 'server/testing/**'],
    rules: { 'no-restricted-syntax': ['error', transactions, environment] },
  },
  {
    // Programs that a person runs in a terminal.
    files: ['server/*.ts', 'server/testing/**', 'e2e/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['server/platform/act.ts', 'server/platform/migrate.ts'],
    rules: { 'no-restricted-syntax': ['error', environment] },
  },
  {
    files: [
      '**/*.test.ts',
      'e2e/**',
      'server/testing/**',
      'server/platform/{config,postgres-binaries,build-web}.ts',
    ],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js'],
    ...ts.configs.disableTypeChecked,
  },
);
