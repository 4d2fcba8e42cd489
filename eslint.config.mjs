import js from '@eslint/js';
import importX from 'eslint-plugin-import-x';
import globals from 'globals';
import ts from 'typescript-eslint';
import { zones } from './eslint.zones.mjs';

export default ts.config(
  { ignores: ['dist/**', 'out/**', '**/node_modules/**', '.vscode-test/**', 'src/engine/kernels/assembly/**'] },
  js.configs.recommended,
  ...ts.configs.recommended,
  {
    plugins: { 'import-x': importX },
    settings: {
      'import-x/resolver': { node: { extensions: ['.ts', '.mjs', '.js'] } },
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/ignore': ['node_modules'],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'import-x/no-duplicates': 'error',
      'import-x/no-default-export': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-namespace': ['error', { allowDeclarations: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_$' }],
      eqeqeq: 'error',
      // Prettier cuts no texts: those of the interface are found whole by whoever looks for them.
      'max-len': [
        'error',
        { code: 120, ignoreStrings: true, ignoreTemplateLiterals: true, ignoreRegExpLiterals: true, ignoreUrls: true },
      ],
      'no-console': 'error',
      // Published coefficients are written as they were published.
      'no-loss-of-precision': 'off',
    },
  },
  {
    files: ['src/engine/**'],
    rules: {
      'no-restricted-imports': ['error', { patterns: ['node:*', 'vscode', 'zod', 'birpc'] }],
      'no-restricted-globals': ['error', 'process', 'performance', 'Date', 'document', 'window'],
    },
  },
  {
    files: ['src/protocol/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > :matches(FunctionDeclaration, VariableDeclaration, ClassDeclaration)',
          message: 'protocol holds types only.',
        },
      ],
    },
  },
  {
    files: ['**/*.mjs', '**/*.config.*', 'test/**', 'webview/dev/**'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: { 'no-console': 'off', 'import-x/no-default-export': 'off' },
  },
  {
    // A time that is checked fails on a machine that is busy: print it, measure it in test/bench, or count work.
    files: ['test/unit/**', 'test/golden/**', 'test/integration/**', 'test/e2e/**'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression:matches([callee.name=/^(expect|check)$/], [callee.object.name='assert']) CallExpression[callee.object.name=/^(performance|Date)$/][callee.property.name='now']",
          message: 'No check by the clock.',
        },
      ],
    },
  },
);
