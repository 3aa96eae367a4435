import boundaries from 'eslint-plugin-boundaries'
import tseslint from 'typescript-eslint'

/** Folders that may be imported from a folder, beside itself. Arrows run one way: domain ← channels ← app ← aws, http ← functions. */
const ARROWS = {
  domain: [],
  channels: ['domain'],
  app: ['domain', 'channels'],
  aws: ['domain', 'channels', 'app'],
  http: ['domain', 'channels', 'app'],
  page: ['domain', 'app'],
  functions: ['domain', 'channels', 'app', 'aws', 'http', 'page'],
  commands: ['domain', 'channels', 'app', 'aws', 'http'],
  infra: ['domain', 'channels', 'http'],
  test: ['domain', 'channels', 'app', 'aws', 'http', 'page', 'functions', 'commands', 'infra'],
}

const isOnly = {
  selector: 'ExportAllDeclaration',
  message: 'No barrels: import from the file that declares it.',
}
const CLOCK_AND_CHANCE = [
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time is passed in.' },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'Time is passed in.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Chance is passed in.',
  },
  { selector: "CallExpression[callee.name='randomUUID']", message: 'Ids are derived or passed in.' },
  {
    selector: "MemberExpression[object.name='process'][property.name='env']",
    message: 'Settings are passed in.',
  },
]

export default tseslint.config(
  { ignores: ['node_modules', 'cdk.out', 'coverage', 'eslint.config.js', 'functions/thread/assets/*.js'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { boundaries },
    settings: {
      'import/resolver': { node: { extensions: ['.ts'] } },
      'boundaries/elements': [
        { type: 'domain', pattern: 'shared/domain/**', partialMatch: false },
        { type: 'channels', pattern: 'shared/channels/**', partialMatch: false },
        { type: 'app', pattern: 'shared/app/**', partialMatch: false },
        { type: 'aws', pattern: 'shared/aws/**', partialMatch: false },
        { type: 'http', pattern: 'shared/http/**', partialMatch: false },
        { type: 'page', pattern: 'shared/page/**', partialMatch: false },
        { type: 'functions', pattern: 'functions/**', partialMatch: false },
        { type: 'commands', pattern: 'commands/**', partialMatch: false },
        { type: 'infra', pattern: 'infra/**', partialMatch: false },
        { type: 'test', pattern: 'test/**', partialMatch: false },
      ],
    },
    rules: {
      'boundaries/dependencies': [
        'error',
        {
          default: 'disallow',
          policies: [
            { allow: { to: { module: { origin: ['external', 'core'] } } } },
            ...Object.entries(ARROWS).map(([from, to]) => ({
              from: { element: { type: from } },
              allow: { to: { element: { types: { anyOf: [from, ...to] } } } },
            })),
          ],
        },
      ],
      'no-restricted-syntax': ['error', isOnly],
      'no-console': 'error',
      'max-lines': ['error', 300],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { ignoreRestSiblings: true, argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
    },
  },
  {
    files: ['shared/**', 'functions/**'],
    ignores: ['functions/edge/**'],
    rules: { 'no-restricted-syntax': ['error', isOnly, ...CLOCK_AND_CHANCE] },
  },
  {
    files: ['shared/**'],
    ignores: ['shared/aws/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['@aws-sdk/*'], message: 'Only shared/aws talks to AWS.' }] },
      ],
    },
  },
  {
    files: ['shared/domain/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['node:*', '!node:crypto'],
              message: 'The domain does no I/O; hashing is a computation.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['shared/channels/*/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: [{ name: 'zod', message: 'Channels are bundled into webhook functions: zod/mini.' }],
          patterns: [
            { group: ['@aws-sdk/*'], message: 'Only shared/aws talks to AWS.' },
            {
              regex: '^\\.\\./(?!kit/)[a-z]+/',
              message: 'Channels never import each other.',
            },
          ],
        },
      ],
    },
  },
  { files: ['commands/**', 'infra/**', 'test/**'], rules: { 'no-console': 'off' } },
  {
    files: ['test/**'],
    rules: {
      // What a test reads back is looked at by its assertions.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
)
