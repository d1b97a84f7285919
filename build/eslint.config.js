import js from '@eslint/js'
import globals from 'globals'
import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** Refuses imports that cross a folder boundary of the architecture. */
function boundary(files, patterns, extra = {}) {
  return {
    files,
    rules: {
      '@typescript-eslint/no-restricted-imports': ['error', { patterns, ...extra }],
    },
    ...('ignores' in extra ? { ignores: extra.ignores } : {}),
  }
}

const noElectron = {
  regex: '^electron($|/)',
  message: "Only main.ts, preload.ts, app/, platform/ and ipc/handle.ts import 'electron'.",
}
const noRenderer = {
  regex: '(^|/)renderer/',
  message: 'electron and renderer meet only in shared/.',
}
const noMain = { regex: '/main$', message: 'main.ts is the composition root; nothing imports it.' }
const noDefault = {
  selector: 'ExportDefaultDeclaration',
  message: 'Named exports only.',
}
const noShell = [
  {
    selector: "Property[key.name='shell'][value.value=true]",
    message: 'Never run a shell: pass argv.',
  },
  {
    selector: "ImportSpecifier[imported.name='exec'], ImportSpecifier[imported.name='execSync']",
    message: 'exec runs a shell: use spawn or execFile with argv.',
  },
]

/** A renderer feature sees api, components, stores, i18n and shared, never another feature. */
const featureBoundary = boundary(
  ['renderer/features/**/*.{ts,tsx}'],
  [
    {
      regex: '^\\.\\./(?!\\.\\./)(?!.*\\.module\\.css)',
      message: 'A feature never imports another feature: lift it to components/ or api/.',
    },
    { regex: '(^|/)electron(/|$)', message: 'The page never imports electron/.' },
  ],
)

export default tseslint.config(
  { ignores: ['dist/', 'release/', '.cache/', 'node_modules/', 'test-results/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    rules: {
      'no-restricted-syntax': ['error', noDefault, ...noShell],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: ['error', 'always'],
    },
  },
  {
    files: ['electron/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 350, skipBlankLines: true, skipComments: true }],
    },
  },
  boundary(
    ['shared/**/*.ts'],
    [
      {
        regex: '^(?!zod$)(?!\\.)',
        message: 'shared/ runs on both sides: it imports zod and itself only.',
      },
      { regex: '(electron|renderer)/', message: 'shared/ imports nothing of either side.' },
    ],
  ),
  boundary(['electron/**/*.ts'], [noElectron, noRenderer, noMain]),
  boundary(
    ['electron/{zervigo,process,store,reports,localstack,profile,plans,projects,docker}/**/*.ts'],
    [
      noElectron,
      noRenderer,
      noMain,
      {
        regex: '\\.\\./(features|ipc|app|platform|cli)/',
        message: 'Parts do not know their users.',
      },
    ],
  ),
  boundary(
    ['electron/features/**/*.ts'],
    [
      noElectron,
      noRenderer,
      noMain,
      { regex: '^\\./', message: 'A feature takes another feature as an argument.' },
      { regex: '\\.\\./(ipc|app|cli)/', message: 'Features do not know IPC, windows or the CLI.' },
    ],
  ),
  {
    files: [
      'electron/features/**/*.test.ts',
      'electron/localstack/**/*.test.ts',
      'electron/{features,plans}/*-fixture.ts',
    ],
    rules: { '@typescript-eslint/no-restricted-imports': 'off' },
  },
  boundary(
    ['electron/{main,preload}.ts', 'electron/{app,platform}/**/*.ts', 'electron/ipc/handle.ts'],
    [noRenderer],
  ),
  boundary(
    ['renderer/**/*.{ts,tsx}'],
    [{ regex: '(^|/)electron(/|$)', message: 'The page never imports electron/.' }],
  ),
  featureBoundary,
  boundary(
    ['renderer/components/**/*.{ts,tsx}'],
    [
      {
        regex: '/(api|stores|features)/',
        message: 'components/ are presentational: data comes as props.',
      },
    ],
  ),
  {
    files: ['renderer/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': reactHooks },
    rules: {
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'no-restricted-properties': [
        'error',
        { property: 'innerHTML', message: 'Text from outside is text.' },
        { property: 'dangerouslySetInnerHTML', message: 'Text from outside is text.' },
      ],
    },
  },
  {
    files: ['build/**/*.{js,mjs,ts}', '**/vite.config.ts', 'e2e/playwright.config.ts', '**/*.mjs'],
    languageOptions: { globals: globals.node },
    rules: { 'no-restricted-syntax': ['error', ...noShell] },
  },
)
