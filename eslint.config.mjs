import { defineConfig } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Imports only point down: what each floor must not reach. Paths are relative, so patterns match path segments. */
/**
 * @param {...[group: string[], message: string]} groups
 * @returns {import('typescript-eslint').ConfigArray[number]['rules'] & {}}
 */
const forbid = (...groups) => ({
  'no-restricted-imports': ['error', { patterns: groups.map(([group, message]) => ({ group, message })) }],
});
/** @typedef {[group: string[], message: string]} Rule */
/** @type {Rule} */
const electronAndKeychain = [
  ['electron', 'electron-*', 'electron-*/**', 'keytar'],
  'Only src/main and src/adapters touch Electron and the keychain: use a port.',
];
/** @type {Rule} */
const upper = [
  ['**/cli/**', '**/main/**', '**/preload/**', '**/renderer/**'],
  'Imports only point down (src/README.md).',
];
/** @type {Rule} */
const messages = [
  ['**/messages/**'],
  'What is below speaks in codes; the code that shows them has the messages (src/README.md).',
];
/** @type {Rule} */
const adapters = [['**/adapters/**'], 'core knows ports only (src/README.md).'];
/** @type {Rule} */
const core = [['**/core/**'], 'shared imports nothing (src/README.md).'];
/** @type {Rule} */
const sideways = [
  ['**/sync/**', '**/home-assistant/**', '**/icloud/**', '**/settings/**', '**/state/**', '**/archive/**'],
  'core/domain is pure: no rooms above it.',
];
/** @type {Rule} */
const io = [
  ['node:fs', 'node:fs/**', 'node:child_process', 'node:http', 'node:https', 'node:net', 'axios', 'execa', 'ws'],
  'core/domain does no I/O.',
];

/** @type {Rule} */
const catalogue = [
  [
    '**/shared/problems/*.ts',
    '**/messages/problems.ts',
    '**/messages/template.ts',
    '**/messages/reasons.ts',
    '**/messages/en/*.ts',
    '**/messages/en/terminal/**',
    ...['safety', 'plan', 'app-password', 'settings'].map((name) => `!**/messages/en/${name}.ts`),
  ],
  'Windows have the words of their own pages; what speaks in codes reaches them described (src/main/ipc/localize.ts).',
];

/** @type {Rule[]} */
const window = [
  electronAndKeychain,
  adapters,
  core,
  [['**/main/**', '**/cli/**'], 'Imports only point down.'],
  catalogue,
];
/** @type {Rule} */
const pages = [['**/setup/**', '**/settings/**'], 'Pages are built of these rooms, not the other way round.'];

export default defineConfig(
  { ignores: ['src/messages/pseudo/', 'node_modules/', 'out/', 'dist/', 'coverage/', 'resources/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './renderer/tsconfig.json', './test/ui/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': 'off',
      'no-console': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-lines-per-function': ['error', { max: 60 }],
      complexity: ['error', 12],
    },
  },
  { files: ['src/core/**'], rules: forbid(electronAndKeychain, upper, adapters, messages) },
  { files: ['src/core/domain/**'], rules: forbid(electronAndKeychain, upper, adapters, messages, sideways, io) },
  { files: ['src/shared/**'], rules: forbid(electronAndKeychain, upper, adapters, core, messages) },
  { files: ['src/messages/**'], rules: forbid(electronAndKeychain, upper, adapters, core) },
  {
    files: ['src/core/sync/**'],
    rules: forbid(electronAndKeychain, upper, adapters, messages, [
      ['**/home-assistant/**', '**/icloud/**', '**/commands/**'],
      'core/sync knows its two sides as ports only.',
    ]),
  },
  { files: ['src/adapters/**'], rules: forbid(upper, messages) },
  {
    files: ['src/main/**'],
    rules: forbid([['**/renderer/**', '**/preload/**'], 'Windows and main share the contract in src/shared only.']),
  },
  {
    files: ['src/preload/**'],
    rules: forbid(adapters, core, messages, [
      ['**/main/**', '**/cli/**', '**/renderer/**'],
      'Imports only point down.',
    ]),
  },
  { files: ['renderer/**'], rules: forbid(...window) },
  ...['base', 'choices', 'prompt'].map((room) => ({ files: [`renderer/${room}/**`], rules: forbid(...window, pages) })),
  { files: ['renderer/setup/**'], rules: forbid(...window, [['**/settings/**'], 'What both ask for is in choices.']) },
  {
    files: ['renderer/settings/**'],
    rules: forbid(...window, [
      ['**/setup/*', '!**/setup/draft.ts'],
      'What both ask for is in choices; a removal alone makes the set-up begin anew.',
    ]),
  },
  {
    files: ['src/cli/**'],
    rules: forbid(
      [['electron', 'electron-*', 'keytar'], 'The terminal has no Electron.'],
      [['**/main/**', '**/preload/**', '**/renderer/**'], 'Imports only point down.'],
    ),
  },
  {
    files: ['src/**', 'renderer/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'MemberExpression[object.name="messages"]:not(:function MemberExpression)',
          message: 'Which language is spoken is not known yet: read messages when they are shown.',
        },
        {
          // A callback of a call that makes a constant is run at once, `[…].map(…)` for example.
          selector:
            ':matches(Program, ExportNamedDeclaration) > VariableDeclaration > VariableDeclarator > CallExpression.init MemberExpression[object.name="messages"]',
          message: 'Which language is spoken is not known yet: read messages when they are shown.',
        },
      ],
    },
  },
  // What English says is the type of every language: written once, and inferred.
  {
    files: ['src/messages/en/**', 'src/messages/languages.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  // A describe block is a list of cases, not a function to read in one breath.
  {
    files: ['test/**'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/explicit-module-boundary-types': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.config.ts'],
    rules: { '@typescript-eslint/explicit-module-boundary-types': 'off', 'no-console': 'off' },
  },
);
